"""One module for each command of `handbook`; the only place that may import `checker`."""
