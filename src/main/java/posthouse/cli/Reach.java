package posthouse.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import posthouse.config.ConfigError;
import posthouse.control.Answer;
import posthouse.control.ControlClient;
import posthouse.control.NoServer;
import posthouse.control.Operation;
import posthouse.control.Progress;
import tools.jackson.databind.JsonNode;

/// The way to get an operation done: by the running server, else with the store opened here.
record Reach(Main main) {
    /// @return what the operation answers
    /// @throws CommandFailed if it was not done
    JsonNode ask(Operation operation) throws CommandFailed, ConfigError {
        Path data = main.data();
        Progress progress = line -> main.err().println(line);
        try {
            return value(new ControlClient(data).ask(operation, progress));
        } catch (IOException failure) {
            throw new CommandFailed(String.valueOf(failure.getMessage()));
        } catch (NoServer nobody) {
            if (operation.needsServer()) {
                throw new CommandFailed(ExitStatus.NOBODY, String.valueOf(nobody.getMessage()));
            }
            return here(operation, progress);
        }
    }

    /// Makes the store, if there is none.
    void make() throws ConfigError {
        Path data = main.data();
        if (!isThere(data)) {
            House.open(data, main.settings()).close();
        }
    }

    private static boolean isThere(Path data) {
        return Files.exists(data.resolve("format"));
    }

    private JsonNode here(Operation operation, Progress progress)
            throws CommandFailed, ConfigError {
        Path data = main.data();
        if (!isThere(data)) {
            throw new CommandFailed(
                    ExitStatus.NOBODY,
                    "there is no store in "
                            + data
                            + ": 'posthouse setup DOMAIN' makes one, --data names another folder");
        }
        try (var house = House.open(data, main.settings())) {
            return value(Answer.to(operation, house.office(), progress));
        }
    }

    static JsonNode value(Answer answer) throws CommandFailed {
        return switch (answer) {
            case Answer.Done(var value) -> value;
            case Answer.NotDone(var sentence) -> throw new CommandFailed(sentence);
            case Answer.Broken(var sentence) ->
                    throw new CommandFailed("a fault of Posthouse: " + sentence);
        };
    }
}
