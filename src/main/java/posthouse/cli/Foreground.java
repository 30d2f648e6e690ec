package posthouse.cli;

import java.util.concurrent.CountDownLatch;

/// Keeps a server running until the process is told to end (SIGTERM, Ctrl-C), then stops it in
/// order and ends with status 0.
final class Foreground {
    private Foreground() {}

    /// To be called before the server is there for others to see: what is closed is what `server`
    /// gives at that time.
    static void closeAtEnd(AutoCloseable server) {
        Runtime.getRuntime()
                .addShutdownHook(
                        Thread.ofPlatform()
                                .name("shutdown")
                                .unstarted(() -> {
                                    close(server);
                                    // Stopped as asked for: no failure, as the 143 of a
                                    // plain signal would say.
                                    Runtime.getRuntime().halt(ExitStatus.DONE);
                                }));
    }

    /// Waits for the end, which the shutdown hook brings.
    static int await() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return ExitStatus.DONE;
    }

    private static void close(AutoCloseable server) {
        try {
            server.close();
        } catch (Exception failure) {
            org.slf4j.LoggerFactory.getLogger(Foreground.class).error("stopping failed", failure);
        }
    }
}
