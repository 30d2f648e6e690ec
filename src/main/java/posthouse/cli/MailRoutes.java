package posthouse.cli;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import posthouse.config.Settings;
import posthouse.config.SmarthostEntry;
import posthouse.delivery.Routing;
import posthouse.dns.DnsResolver;
import posthouse.dns.Resolver;
import posthouse.smtp.client.ClientConfig;
import posthouse.smtp.client.Smarthost;
import posthouse.smtp.client.Timeouts;

/// What the settings say of mail going out, read.
final class MailRoutes {
    private static final int PASSWORD_OCTETS_MAX = 4096;

    private MailRoutes() {}

    static ClientConfig client(Settings settings) throws CommandFailed {
        var queue = settings.queue();
        return new ClientConfig(
                queue.name().isEmpty() ? Hostname.of(settings) : queue.name(),
                queue.port(),
                Timeouts.DEFAULT,
                sources(queue.sources()),
                smarthosts(queue.smarthosts()));
    }

    static List<Routing.Rule> rules(Settings settings) throws CommandFailed {
        var names = smarthosts(settings.queue().smarthosts()).keySet();
        var rules = new ArrayList<Routing.Rule>();
        for (String text : settings.queue().routes()) {
            try {
                var rule = Routing.Rule.parse(text);
                if (rule.smarthost().isPresent() && !names.contains(rule.smarthost().get())) {
                    throw new CommandFailed(
                            "queue.routes: there is no smarthost " + rule.smarthost().get());
                }
                rules.add(rule);
            } catch (IllegalArgumentException wrong) {
                throw new CommandFailed("queue.routes: " + wrong.getMessage());
            }
        }
        return rules;
    }

    static Resolver resolver(Settings settings, Executor threads) throws CommandFailed {
        var servers = nameServers(settings);
        var timeout = settings.dns().timeout();
        return servers.isEmpty()
                ? DnsResolver.ofSystem(timeout, threads)
                : DnsResolver.of(servers, timeout, threads);
    }

    private static List<InetSocketAddress> nameServers(Settings settings) throws CommandFailed {
        var servers = new ArrayList<InetSocketAddress>();
        for (String text : settings.dns().servers()) {
            servers.add(nameServer(text));
        }
        return servers;
    }

    private static InetSocketAddress nameServer(String text) throws CommandFailed {
        boolean bracketed = text.startsWith("[") && text.contains("]");
        boolean withPort = bracketed ? text.contains("]:") : text.matches("[0-9.]+:\\d+");
        int colon = text.lastIndexOf(':');
        String address = withPort ? text.substring(0, colon) : text;
        try {
            String bare = bracketed ? address.substring(1, address.length() - 1) : address;
            int port = withPort ? Integer.parseInt(text.substring(colon + 1)) : 53;
            return new InetSocketAddress(InetAddress.ofLiteral(bare), port);
        } catch (IllegalArgumentException _) {
            throw new CommandFailed("dns.servers: '" + text + "' is no address");
        }
    }

    private static List<InetAddress> sources(List<String> texts) throws CommandFailed {
        var sources = new ArrayList<InetAddress>();
        for (String text : texts) {
            try {
                sources.add(InetAddress.ofLiteral(text));
            } catch (IllegalArgumentException _) {
                throw new CommandFailed("queue.sources: '" + text + "' is no address");
            }
        }
        if (sources.stream().filter(Inet4Address.class::isInstance).count() > 1
                || sources.size() > 2) {
            throw new CommandFailed("queue.sources: one IPv4 and one IPv6 address at most");
        }
        return sources;
    }

    private static Map<String, Smarthost> smarthosts(List<SmarthostEntry> entries)
            throws CommandFailed {
        var smarthosts = new HashMap<String, Smarthost>();
        for (SmarthostEntry entry : entries) {
            smarthosts.put(entry.name(), smarthost(entry.url(), entry.password()));
        }
        return smarthosts;
    }

    private static Smarthost smarthost(String text, Optional<Path> file) throws CommandFailed {
        URI url;
        try {
            url = URI.create(text);
        } catch (IllegalArgumentException _) {
            throw wrong(text);
        }
        if (url.getHost() == null || url.getScheme() == null) {
            throw wrong(text);
        }
        String host = url.getHost().replaceAll("[\\[\\]]", "");
        String user = url.getRawUserInfo() == null ? "" : url.getRawUserInfo();
        if (user.contains(":")) {
            throw new CommandFailed(
                    "queue.smarthosts: a password belongs in a file of its own, named behind the URL");
        }
        if (user.isEmpty() != file.isEmpty()) {
            throw new CommandFailed(
                    "queue.smarthosts: "
                            + host
                            + " needs both a user and a password's file, or none");
        }
        Optional<Smarthost.Login> login = Optional.empty();
        if (file.isPresent()) {
            String name = URLDecoder.decode(user, StandardCharsets.UTF_8);
            login = Optional.of(new Smarthost.Login(name, password(file.get())));
        }
        return switch (url.getScheme()) {
            case "submissions" ->
                    new Smarthost(host, port(url, 465), Smarthost.Tls.IMPLICIT, login);
            case "submission" -> new Smarthost(host, port(url, 587), Smarthost.Tls.STARTTLS, login);
            case "smtp" -> new Smarthost(host, port(url, 25), Smarthost.Tls.OPPORTUNISTIC, login);
            default -> throw wrong(text);
        };
    }

    private static int port(URI url, int standard) {
        return url.getPort() < 0 ? standard : url.getPort();
    }

    private static String password(Path file) throws CommandFailed {
        try {
            if (Files.size(file) > PASSWORD_OCTETS_MAX) {
                throw new CommandFailed(
                        "queue.smarthosts: " + file + " is too large for a password");
            }
            return Files.readString(file).strip();
        } catch (IOException failure) {
            throw new CommandFailed(
                    "queue.smarthosts: "
                            + file
                            + " cannot be read ("
                            + failure.getClass().getSimpleName()
                            + ")");
        }
    }

    private static CommandFailed wrong(String text) {
        return new CommandFailed(
                "queue.smarthosts: '"
                        + text
                        + "' is not submissions://USER@HOST, submission://USER@HOST or smtp://HOST");
    }
}
