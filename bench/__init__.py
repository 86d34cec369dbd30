"""Benchmarks and measurements, run by hand; each says what it compares."""
