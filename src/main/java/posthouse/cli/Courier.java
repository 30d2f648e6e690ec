package posthouse.cli;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import posthouse.bytes.Bytes;

/// Hands letters in, as a user's mail program does (RFC 6409): one connection, plain blocking code.
final class Courier implements AutoCloseable {
    /// RFC 5321 §4.5.3.2.
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);
    private static final int REPLY_LINE_MAX = 4096;

    private final String host;
    private final boolean verify;
    private Closeable line;
    private InputStream in;
    private OutputStream out;
    private TreeSet<String> extensions = new TreeSet<>();

    /// How a connection is protected.
    enum Tls {
        /// TLS where the server offers it.
        AUTO,
        NONE,
        STARTTLS,
        TLS
    }

    /// What the server said no to.
    static final class Rejected extends IOException {
        private static final long serialVersionUID = 1;

        private final int code;

        /// @param code the reply's; 0 where it was we who said no
        Rejected(int code, String said) {
            super(said);
            this.code = code;
        }

        /// Whether the same may be taken another time.
        boolean mayPass() {
            return code / 100 == 4;
        }
    }

    /// What is asked of reports (RFC 3461), as parameters of MAIL and of each RCPT.
    record Wishes(String ofMail, String ofRecipients) {
        static final Wishes NONE = new Wishes("", "");
    }

    /// Connects and greets.
    ///
    /// @param verify whether the certificate must be one that this machine trusts for `host`
    static Courier connect(String host, int port, Tls tls, boolean verify) throws IOException {
        var socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(host, port), (int) CONNECT_TIMEOUT.toMillis());
            socket.setSoTimeout((int) TIMEOUT.toMillis());
            var courier =
                    new Courier(
                            host,
                            verify,
                            socket,
                            socket.getInputStream(),
                            socket.getOutputStream());
            if (tls == Tls.TLS) {
                courier.secure();
            }
            courier.greet(tls);
            return courier;
        } catch (IOException | RuntimeException failure) {
            socket.close();
            throw failure;
        }
    }

    /// Connects to a unix socket of this machine and greets.
    static Courier connect(Path socket) throws IOException {
        var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
            var courier =
                    new Courier(
                            "",
                            false,
                            channel,
                            Channels.newInputStream(channel),
                            Channels.newOutputStream(channel));
            courier.greet(Tls.NONE);
            return courier;
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    private Courier(String host, boolean verify, Closeable line, InputStream in, OutputStream out) {
        this.host = host;
        this.verify = verify;
        this.line = line;
        this.in = new BufferedInputStream(in);
        this.out = new BufferedOutputStream(out);
    }

    boolean isSecure() {
        return line instanceof SSLSocket;
    }

    boolean isLocal() {
        return !(line instanceof Socket socket)
                || socket.getInetAddress() != null && socket.getInetAddress().isLoopbackAddress();
    }

    /// AUTH PLAIN (RFC 4954, RFC 4616).
    void login(String user, String password) throws IOException {
        String message = "\0" + user + "\0" + password;
        byte[] octets = message.getBytes(StandardCharsets.UTF_8);
        var _ = say("AUTH PLAIN " + Base64.getEncoder().encodeToString(octets), 2);
    }

    /// @param to at least one
    /// @return what the server said to the message
    /// @throws Rejected if it took not all of it; those named were given nothing
    String deliver(String from, List<String> to, Bytes message) throws IOException {
        var refused = begin(from, to, message, Wishes.NONE);
        if (!refused.isEmpty()) {
            giveUp();
            throw refused.values().iterator().next();
        }
        return send(message);
    }

    /// Says who writes to whom; [#send] or [#giveUp] follows.
    ///
    /// @return the recipients that were refused, and how
    /// @throws Rejected if the sender was
    Map<String, Rejected> begin(String from, List<String> to, Bytes message, Wishes wishes)
            throws IOException {
        var parameters = new StringBuilder();
        if (!isAscii(from + String.join("", to))) {
            if (!extensions.contains("SMTPUTF8")) {
                throw new Rejected(0, "the server takes no addresses beyond ASCII");
            }
            parameters.append(" SMTPUTF8");
        }
        if (extensions.contains("8BITMIME") && !isAscii(message.latin1())) {
            parameters.append(" BODY=8BITMIME");
        }
        if (extensions.contains("SIZE")) {
            parameters.append(" SIZE=").append(message.length()); // RFC 1870
        }
        var _ = say("MAIL FROM:<" + from + ">" + parameters + wishes.ofMail(), 2);
        var refused = new LinkedHashMap<String, Rejected>();
        for (String recipient : to) {
            try {
                var _ = say("RCPT TO:<" + recipient + ">" + wishes.ofRecipients(), 2);
            } catch (Rejected rejected) {
                refused.put(recipient, rejected);
            }
        }
        return refused;
    }

    /// @return what the server said to the message
    String send(Bytes message) throws IOException {
        var _ = say("DATA", 3);
        data(message);
        return reply(2);
    }

    void giveUp() throws IOException {
        var _ = say("RSET", 2);
    }

    @Override
    public void close() throws IOException {
        try (Closeable closed = line) {
            write("QUIT\r\n".getBytes(StandardCharsets.US_ASCII));
            var _ = reply(2);
            if (closed instanceof Socket socket) {
                socket.shutdownOutput();
            }
        } catch (IOException | UnsupportedOperationException _) {
            // Everything that matters was answered before.
        }
    }

    private void greet(Tls tls) throws IOException {
        var _ = reply(2);
        hello();
        boolean offered = extensions.contains("STARTTLS");
        if (tls == Tls.STARTTLS && !offered) {
            throw new Rejected(0, "the server offers no STARTTLS");
        }
        if (tls == Tls.STARTTLS || tls == Tls.AUTO && offered) {
            var _ = say("STARTTLS", 2);
            secure();
            hello();
        }
    }

    private void hello() throws IOException {
        extensions = new TreeSet<>();
        for (String line : say("EHLO " + Hostname.ofTheMachine(), 2).lines().skip(1).toList()) {
            extensions.add(line.split(" ", 2)[0].toUpperCase(Locale.ROOT));
        }
    }

    private void secure() throws IOException {
        if (!(line instanceof Socket socket)) {
            throw new IOException("TLS is for sockets of the network");
        }
        try {
            var secured = (SSLSocket) sockets().createSocket(socket, host, socket.getPort(), true);
            if (verify) {
                SSLParameters parameters = secured.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                secured.setSSLParameters(parameters);
            }
            secured.startHandshake();
            line = secured;
            in = new BufferedInputStream(secured.getInputStream());
            out = new BufferedOutputStream(secured.getOutputStream());
        } catch (SSLHandshakeException failure) {
            throw new IOException(
                    "the server's certificate is not trusted for "
                            + host
                            + " ("
                            + failure.getMessage()
                            + "); --insecure takes any",
                    failure);
        } catch (GeneralSecurityException impossible) {
            throw new IOException(impossible);
        }
    }

    private SSLSocketFactory sockets() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, verify ? null : new TrustManager[] {new Anybody()}, null);
        return context.getSocketFactory();
    }

    private String say(String command, int wanted) throws IOException {
        if (command.indexOf('\r') >= 0 || command.indexOf('\n') >= 0) {
            throw new Rejected(0, "a line break in an address");
        }
        write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
        return reply(wanted);
    }

    private void write(byte[] octets) throws IOException {
        out.write(octets);
        out.flush();
    }

    /// RFC 5321 §4.5.2: a dot at the start of a line is doubled.
    private void data(Bytes message) throws IOException {
        boolean atStart = true;
        for (int i = 0; i < message.length(); i++) {
            byte octet = message.at(i);
            if (atStart && octet == '.') {
                out.write('.');
            }
            out.write(octet);
            atStart = octet == '\n';
        }
        out.write((atStart ? ".\r\n" : "\r\n.\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    /// The text of a reply, a line each, without codes.
    ///
    /// @param wanted the code's first digit
    /// @throws Rejected if it has another
    private String reply(int wanted) throws IOException {
        var text = new StringBuilder();
        String line;
        do {
            line = line();
            text.append(text.isEmpty() ? "" : "\n")
                    .append(line.length() > 4 ? line.substring(4) : "");
        } while (line.length() > 3 && line.charAt(3) == '-');
        if (line.charAt(0) - '0' != wanted) {
            String code = line.substring(0, 3);
            throw new Rejected(Integer.parseInt(code), "the server said: " + code + " " + text);
        }
        return text.toString();
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0 || line.length() > REPLY_LINE_MAX) {
                throw new IOException("the server went away");
            }
            line.append((char) c);
        }
        String text = line.toString().strip();
        if (!text.matches("\\d{3}([ -].*)?")) {
            throw new IOException("this is no SMTP server: it said '" + text + "'");
        }
        return text;
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    /// Takes any certificate: for those who said so.
    private static final class Anybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
