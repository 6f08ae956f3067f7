"""The proof page: what benchmarks measured is kept as data, and one page is written from it."""
