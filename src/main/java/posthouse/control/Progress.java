package posthouse.control;

/// Hears how an operation gets on, before its answer.
@FunctionalInterface
public interface Progress {
    void report(String sentence);
}
