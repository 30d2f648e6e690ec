package posthouse.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import posthouse.config.Settings;
import posthouse.control.Live;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `posthouse demo`.
@Command(
        name = "demo",
        description = {
            "Run a server to look around in: two accounts with some mail, on this machine only.",
            "Its data is kept in a folder of its own; it starts again where it ended.",
        })
final class DemoCommand implements Callable<Integer> {
    @Mixin private final Json json = new Json();
    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Main main = Main.of(spec);
        Path data = main.demoData().toAbsolutePath();
        Settings settings = main.demoSettings(data, settings());
        LogSetup.apply(settings.log(), main.surroundings().underJournal());
        Demo demo = Demo.open(data);
        var server = Server.start(data, settings, Ports.OR_FREE);
        Foreground.closeAtEnd(server);
        demo.fill(server);
        List<Live.ServiceRow> services = server.listeners().rows();
        if (json.wanted()) {
            main.out().println(json(data, demo, services));
        } else {
            table(main.out(), data, demo, services);
        }
        main.out().flush();
        return Foreground.await();
    }

    /// The standard ports + 1000, of this machine's IPv4 loopback address only: one entry a
    /// service.
    static Map<String, String> settings() {
        var settings = new LinkedHashMap<String, String>();
        settings.put("net.listen", "127.0.0.1");
        settings.put("smtp.lmtp-listen", "127.0.0.1");
        settings.put("smtp.port", "1025");
        settings.put("smtp.submission-port", "1587");
        settings.put("smtp.submissions-port", "1465");
        settings.put("smtp.lmtp-port", "1024");
        settings.put("pop3.port", "1110");
        settings.put("pop3.tls-port", "1995");
        settings.put("imap.port", "1143");
        settings.put("imap.tls-port", "1993");
        return settings;
    }

    private static ObjectNode json(Path data, Demo demo, List<Live.ServiceRow> services) {
        var line = JsonNodeFactory.instance.objectNode();
        line.put("data", data.toString());
        var accounts = line.putArray("accounts");
        for (Demo.Login login : demo.accounts()) {
            accounts.addObject().put("address", login.address()).put("password", login.password());
        }
        var list = line.putArray("services");
        for (Live.ServiceRow service : services) {
            list.addObject()
                    .put("protocol", service.protocol())
                    .put("security", service.security())
                    .put("host", service.host())
                    .put("port", service.port());
        }
        return line;
    }

    private static void table(
            PrintWriter out, Path data, Demo demo, List<Live.ServiceRow> services) {
        out.println("\nPosthouse is running. Its data is in " + data + "\n");
        out.println("  account          password");
        for (Demo.Login login : demo.accounts()) {
            out.printf("  %-15s  %s%n", login.address(), login.password());
        }
        out.println("\n  service      security   host         port");
        for (Live.ServiceRow row : services) {
            out.printf(
                    "  %-11s  %-9s  %-11s  %d%n",
                    row.protocol(), row.security(), row.host(), row.port());
        }
        new DemoHints(out, data, demo.accounts(), services).print();
        out.println("\nCtrl-C stops it; 'posthouse demo' starts it again on the same data.");
    }
}
