//! The Rust examples of the README and of `docs/`, compiled as tests of this crate's documentation.
//!
//! A block without a language is Rust to rustdoc, so each block names its language.

#[doc = include_str!("../../README.md")]
struct Readme;

#[doc = include_str!("../README.md")]
struct Package;

#[doc = include_str!("../../docs/architecture.md")]
struct Architecture;

#[doc = include_str!("../../docs/coming-from.md")]
struct ComingFrom;

#[doc = include_str!("../../docs/leptos.md")]
struct Leptos;

#[doc = include_str!("../../docs/performance.md")]
struct Performance;

#[doc = include_str!("../../docs/policies.md")]
struct Policies;

#[doc = include_str!("../../docs/recipes.md")]
struct Recipes;

#[doc = include_str!("../../docs/reliability.md")]
struct Reliability;

#[doc = include_str!("../../docs/security.md")]
struct Security;

#[doc = include_str!("../../docs/widget.md")]
struct Widget;

#[doc = include_str!("../../examples/README.md")]
struct Examples;
