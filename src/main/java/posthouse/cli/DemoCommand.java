package posthouse.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import posthouse.control.Live;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `posthouse demo`.
@Command(
        name = "demo",
        description = {
            "Run two servers to look around in, on this machine only: two accounts with some mail,"
                    + " and somebody elsewhere to write to.",
            "Its data is kept in a folder of its own; it starts again where it ended.",
        })
final class DemoCommand implements Callable<Integer> {
    @Mixin private final Json json = new Json();
    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Main main = Main.of(spec);
        Path data = main.demoData().toAbsolutePath();
        LogSetup.apply(main.demoSettings(data, Map.of()).log(), main.surroundings().underJournal());
        var servers = new DemoServers(data, main::demoSettings);
        Foreground.closeAtEnd(servers);
        if (json.wanted()) {
            main.out().println(json(data, servers));
        } else {
            table(main.out(), data, servers);
        }
        main.out().flush();
        return Foreground.await();
    }

    private static ObjectNode json(Path data, DemoServers servers) {
        var line = JsonNodeFactory.instance.objectNode();
        line.put("data", data.toString());
        var accounts = line.putArray("accounts");
        var services = line.putArray("services");
        for (DemoServers.One one : servers.both()) {
            for (Demo.Login login : one.demo().accounts()) {
                accounts.addObject()
                        .put("address", login.address())
                        .put("password", login.password())
                        .put("server", one.name());
            }
            for (Live.ServiceRow service : one.server().listeners().rows()) {
                services.addObject()
                        .put("protocol", service.protocol())
                        .put("security", service.security())
                        .put("host", service.host())
                        .put("port", service.port())
                        .put("server", one.name());
            }
        }
        return line;
    }

    private static void table(PrintWriter out, Path data, DemoServers servers) {
        out.println("\nPosthouse is running, twice. Its data is in " + data + "\n");
        out.println("  account             password");
        for (DemoServers.One one : servers.both()) {
            for (Demo.Login login : one.demo().accounts()) {
                out.printf("  %-18s  %s%n", login.address(), login.password());
            }
        }
        for (DemoServers.One one : servers.both()) {
            out.println("\n  " + one.name() + "\n  service      security   host         port");
            for (Live.ServiceRow row : one.server().listeners().rows()) {
                out.printf(
                        "  %-11s  %-9s  %-11s  %d%n",
                        row.protocol(), row.security(), row.host(), row.port());
            }
        }
        new DemoHints(out, data, accounts(servers), servers.here().server().listeners().rows())
                .print();
        out.println("\nCtrl-C stops it; 'posthouse demo' starts it again on the same data.");
    }

    private static List<Demo.Login> accounts(DemoServers servers) {
        return servers.both().stream().flatMap(it -> it.demo().accounts().stream()).toList();
    }
}
