//! Rows and figures that screens and commands show: plain data, read by the store.
