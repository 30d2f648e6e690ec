package posthouse.store;

/// Takes the rows of a scan as they come.
@FunctionalInterface
public interface RowSink {
    /// @return false to stop the scan
    boolean accept(Row row);
}
