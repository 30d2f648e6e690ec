package posthouse.dns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;

/// A program that looks up a name while it ends, and says what it has found.
final class LastLookup {
    private LastLookup() {}

    /// @param arguments the port of the name server; `twice` to look up before the end as well
    public static void main(String[] arguments) throws DnsFailure {
        var server =
                new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
        var resolver =
                DnsResolver.of(
                        List.of(server),
                        Duration.ofSeconds(5),
                        Executors.newVirtualThreadPerTaskExecutor());
        if (arguments.length > 1) {
            System.out.println(resolver.texts("example.test").records());
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(resolver)));
        System.exit(0);
    }

    private static void end(DnsResolver resolver) {
        try {
            Thread.sleep(200); // Other hooks run meanwhile.
            System.out.println(resolver.exchanges("example.test").records());
        } catch (DnsFailure | InterruptedException failure) {
            System.out.println(failure);
        }
    }
}
