package posthouse.cli;

import picocli.CommandLine.Option;

/// What listings have in common.
final class Json {
    @Option(names = "--json", description = "Print JSON, for programs.")
    private boolean json;

    boolean wanted() {
        return json;
    }
}
