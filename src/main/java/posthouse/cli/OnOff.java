package posthouse.cli;

/// Whether something is to be.
enum OnOff {
    ON,
    OFF
}
