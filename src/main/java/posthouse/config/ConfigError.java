package posthouse.config;

import java.util.List;
import java.util.stream.Collectors;

/// A configuration that cannot be used. Says everything that is wrong with it, not only the first.
public final class ConfigError extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    public ConfigError(String where, List<Problem> problems) {
        super(
                problems.stream()
                        .map(problem -> where + ": " + problem)
                        .collect(Collectors.joining("\n")),
                null,
                false,
                false);
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}
