package posthouse.control;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// A password or hash on its way through an operation. Not shown by `toString`, so that it cannot
/// get into a log by accident.
public record Secret(@JsonValue String value) {
    @JsonCreator
    public Secret {}

    @Override
    public String toString() {
        return "…";
    }
}
