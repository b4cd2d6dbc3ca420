//! How fast the digests of *Hash files* are made outside of a browser, on one core:
//! `cargo run --release --example hash_natively`.
//!
//! `RUSTFLAGS='--cfg sha2_backend="soft"'` leaves the processor's SHA instructions out.

use std::{hint::black_box, time::Instant};

use sha2::{Digest, Sha256};

/// How much is hashed, in pieces of this many bytes.
const PIECE: usize = 256 << 10;
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
