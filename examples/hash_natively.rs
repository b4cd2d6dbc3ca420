//! Measures how fast *Hash files* computes digests outside of a browser, on one core:
//! `cargo run --release --example hash_natively`.
//!
//! `RUSTFLAGS='--cfg sha2_backend="soft"'` disables the processor's SHA instructions.

use std::{hint::black_box, time::Instant};

use sha2::{Digest, Sha256};

/// The bytes of a piece.
const PIECE: usize = 256 << 10;
/// How many pieces are hashed.
const PIECES: usize = 4_000;

fn main() {
    let piece: Vec<u8> = (0..PIECE)
        .map(|at| (at.wrapping_mul(2_654_435_761) >> 13) as u8)
        .collect();
    let mut hasher = Sha256::new();
    let began = Instant::now();
    for _ in 0..PIECES {
        hasher.update(black_box(&piece));
    }
    black_box(hasher.finalize());
    let speed = (PIECE * PIECES) as f64 / 1e6 / began.elapsed().as_secs_f64();
    println!("SHA-256: {speed:.0} MB/s");
}
