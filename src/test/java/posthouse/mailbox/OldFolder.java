package posthouse.mailbox;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import posthouse.address.Address;
import posthouse.address.Domain;
import posthouse.bytes.Bytes;
import posthouse.store.RocksStore;
import posthouse.store.Store;

/// Makes, unpacks and describes the data folders of older formats that every later version opens
/// (`src/test/resources/posthouse/mailbox/README.md`).
final class OldFolder {
    private static final Address ANN = Address.parse("ann@demo.test").orElseThrow();
    private static final Address BEN = Address.parse("ben@demo.test").orElseThrow();

    private OldFolder() {}

    /// Writes `NAME.zip` and `NAME.txt` into a folder, for a format that is new.
    ///
    /// @param arguments the folder and the name
    public static void main(String[] arguments) throws Exception {
        Path place = Path.of(arguments[0]);
        Path data = Files.createTempDirectory("posthouse");
        var clock = new TestClock();
        try (Store store = RocksStore.open(data)) {
            fill(new Accounts(store, clock, MailLimits.DEFAULT), new Directory(store), clock);
        }
        try (Store store = RocksStore.open(data)) { // which puts into tables what was in the log
            change(new Accounts(store, clock, MailLimits.DEFAULT), clock);
        }
        pack(data, place.resolve(arguments[1] + ".zip"));
        try (Store store = RocksStore.open(data)) {
            Files.writeString(
                    place.resolve(arguments[1] + ".txt"),
                    describe(new Accounts(store, clock, MailLimits.DEFAULT), new Directory(store)));
        }
    }

    private static void fill(Accounts accounts, Directory directory, TestClock clock)
            throws Exception {
        Domain domain = ANN.domain();
        directory.addDomain(domain);
        Account ann = accounts.create(accounts.newId(), ANN);
        Account ben = accounts.create(accounts.newId(), BEN);
        directory.addAddress(ANN, ann.id(), false);
        directory.addAddress(BEN, ben.id(), false);
        directory.addAddress(Address.parse("sales@demo.test").orElseThrow(), ann.id(), true);
        directory.setCatchAll(domain, Optional.of(ben.id()));
        ann.setPop3Policy(new Pop3Policy(Pop3Policy.Action.ARCHIVE, Pop3Policy.Action.READ));
        ben.setQuota(5_000_000, 1_000);
        ben.setGrace(Duration.ofDays(7), 1_000_000);
        for (int number = 0; number < 140; number++) {
            clock.advance(Duration.ofMinutes(1));
            try (var incoming = receive(accounts, letter(number))) {
                deliver(ann, incoming, "ann", number);
                if (number % 10 == 0) {
                    deliver(ben, incoming, "ben", number);
                }
            }
        }
    }

    private static void deliver(Account account, Incoming message, String name, int number)
            throws MailRefusal {
        var trace = Bytes.latin1("Delivered-To: " + name + "@demo.test\r\n");
        var once = number == 0 ? Optional.of(Bytes.latin1("once")) : Optional.<Bytes>empty();
        account.deliver(message, trace, inbox(account), once);
    }

    private static void change(Accounts accounts, TestClock clock) throws Exception {
        Account ann = accounts.openAny(1);
        int inbox = inbox(ann);
        int work = ann.create(MailboxName.of("Work/Ünlü & söhne")).id();
        ann.subscribe(MailboxName.of("Work"), true);
        ann.store(inbox, UidSet.range(1, 9), FlagChange.add(Flags.SEEN), OptionalLong.empty());
        ann.store(
                inbox,
                UidSet.of(3, 7, 130),
                FlagChange.set(Flags.ANSWERED | Flags.FLAGGED, List.of("$Forwarded", "holiday")),
                OptionalLong.empty());
        ann.copy(inbox, UidSet.range(1, 12), work);
        ann.move(inbox, UidSet.range(13, 15), work);
        ann.store(inbox, UidSet.of(2, 99), FlagChange.add(Flags.DELETED), OptionalLong.empty());
        ann.expunge(inbox, UidSet.range(1, 99));
        ann.updateMaildrop(UidSet.of(20), UidSet.of(21));
        var dated = Optional.of(Instant.parse("1999-12-31T23:59:59Z"));
        try (var incoming = receive(accounts, "Subject: no end\r\n\r\nends here")) {
            ann.append(new Addition(incoming, FlagChange.set(Flags.DRAFT, List.of()), dated), work);
        }
        ann.create(MailboxName.of("Old"));
        ann.copy(inbox, UidSet.of(30, 31), ann.state().mailbox(MailboxName.of("Old")).id());
        ann.delete(MailboxName.of("Old"));
        ann.rename(MailboxName.of("Work"), MailboxName.of("Office"));
        ann.countSent(20_781, 3);
        accounts.create(accounts.newId(), Address.parse("gone@demo.test").orElseThrow());
        accounts.remove(3);
        clock.advance(Duration.ofHours(1));
    }

    private static int inbox(Account account) {
        return account.state().mailbox(Role.INBOX).orElseThrow().id();
    }

    /// Small ones and large ones, that can be compressed and cannot, some of them in threads.
    private static String letter(int number) {
        var text = new StringBuilder("Message-ID: <" + number + "@demo.test>\r\n");
        if (number % 3 == 1) {
            text.append("References: <" + (number - 1) + "@demo.test>\r\nSubject: Re: ");
        } else {
            text.append("Subject: ");
        }
        text.append("letter " + number / 3 + "\r\n\r\n");
        var random = new Random(number);
        int lines = number % 20 == 7 ? 200 : number % 10;
        for (int line = 0; line < lines; line++) {
            byte[] octets = new byte[54];
            random.nextBytes(octets);
            boolean dense = number % 40 == 7;
            text.append(dense ? Base64.getEncoder().encodeToString(octets) : "Hello");
            text.append("\r\n");
        }
        return text.toString();
    }

    private static Incoming receive(Accounts accounts, String message) throws Exception {
        var octets = message.getBytes(StandardCharsets.UTF_8);
        return accounts.receive(new ByteArrayInputStream(octets), 1_000_000);
    }

    /// All that clients can see, a line each.
    static String describe(Accounts accounts, Directory directory) throws Exception {
        var text = new StringBuilder();
        for (Domain domain : directory.domains()) {
            var entries = directory.entries(domain).stream().map(it -> describe(it, directory));
            text.append(domain + " " + entries.toList() + " ");
            text.append(directory.catchAll(domain) + "\n");
        }
        for (Account account : accounts.all().toList()) {
            describe(account, text);
        }
        return text.toString();
    }

    private static String describe(AddressEntry entry, Directory directory) {
        long account = directory.find(entry.address()).orElseThrow().account();
        boolean alias = entry instanceof AddressEntry.Alias;
        return "Entry[address="
                + entry.address()
                + ", account="
                + account
                + ", alias="
                + alias
                + "]";
    }

    private static void describe(Account account, StringBuilder text) throws Exception {
        AccountState state = account.state();
        text.append(account.address() + " " + account.id() + " used " + state.usedBytes());
        text.append(" " + state.usedMessages() + " of " + state.quotaBytes());
        text.append(" " + state.quotaMessages() + " " + state.pop3());
        text.append(" modseq " + state.highestModSeq() + " sent " + account.sent(20_781) + "\n");
        for (MailboxState mailbox : state.all()) {
            text.append(mailbox + "\n");
            try (View view = account.select(mailbox.id(), false)) {
                for (Placement placement : Mailroom.all(view)) {
                    text.append(account.uidl(placement) + " " + placement);
                    text.append(" " + hash(account, placement) + "\n");
                }
            }
        }
    }

    private static String hash(Account account, Placement placement)
            throws IOException, NoSuchAlgorithmException {
        try (var octets = account.message(placement.messageId()).open(0, Long.MAX_VALUE)) {
            byte[] all = octets.readAllBytes();
            return all.length
                    + " "
                    + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(all));
        }
    }

    private static void pack(Path data, Path zip) throws IOException {
        try (var out = new ZipOutputStream(Files.newOutputStream(zip));
                var files = Files.walk(data)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String name = data.relativize(file).toString();
                if (name.matches("format|db/(CURRENT|IDENTITY|MANIFEST.*|.*\\.(sst|blob|log))")) {
                    var entry = new ZipEntry(name);
                    entry.setTime(0);
                    out.putNextEntry(entry);
                    Files.copy(file, out);
                }
            }
        }
    }

    /// A copy of a folder that was packed, for this test alone.
    static void unpack(String name, Path into) {
        try (InputStream packed = OldFolder.class.getResourceAsStream(name + ".zip")) {
            if (packed == null) {
                throw new AssertionError("no " + name + ".zip");
            }
            Files.createDirectories(into.resolve("db"));
            var zip = new ZipInputStream(packed);
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = into.resolve(entry.getName());
                Files.copy(zip, file);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
