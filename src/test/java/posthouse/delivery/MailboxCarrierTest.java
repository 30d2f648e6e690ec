package posthouse.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import posthouse.address.Address;
import posthouse.address.Domain;
import posthouse.bytes.Bytes;
import posthouse.mailbox.Accounts;
import posthouse.mailbox.AddressEntry.Forward;
import posthouse.mailbox.AddressEntry.Group;
import posthouse.mailbox.Directory;
import posthouse.mailbox.MailLimits;
import posthouse.mailbox.MailRefusal;
import posthouse.mailbox.Role;
import posthouse.queue.Consignment;
import posthouse.queue.Mail;
import posthouse.queue.NextHop;
import posthouse.queue.Octets;
import posthouse.queue.Result;
import posthouse.queue.To;
import posthouse.smtp.Notify;
import posthouse.smtp.Path;
import posthouse.store.MemoryStore;
import posthouse.time.Clock;

/// Mail from the queue, and what becomes of it here, until each copy is in a mailbox or on its way
/// to another server.
class MailboxCarrierTest implements Clock {
    private static final String LETTER = "Subject: Hello\r\n\r\nAre you there?\r\n";

    private final MemoryStore store = new MemoryStore();
    private final Accounts accounts = new Accounts(store, this, MailLimits.DEFAULT);
    private final Directory directory = new Directory(store);
    private final Srs srs = new Srs(Bytes.latin1("0123456789abcdef0123456789abcdef"), this);
    private final Deque<Put> put = new ArrayDeque<>();
    private final List<Put> gone = new ArrayList<>();
    private final MailboxCarrier carrier =
            new MailboxCarrier(accounts, directory, srs, this::put, this);

    /// What the queue was given.
    private record Put(Mail mail, String text, List<To> to) {
        /// `<sender> to <recipient>, <recipient>`
        String envelope() {
            return mail.reversePath()
                    + " to "
                    + String.join(", ", to.stream().map(it -> it.path().toString()).toList());
        }
    }

    @Override
    public Instant now() {
        return Instant.parse("2026-11-28T12:00:00Z");
    }

    @Override
    public long nanos() {
        return 0;
    }

    @BeforeEach
    void fill() throws Exception {
        directory.addDomain(new Domain("demo.test"));
        for (var name : List.of("ann", "ben", "cat")) {
            var account = accounts.create(accounts.newId(), address(name));
            directory.addAddress(address(name), account.id(), false);
        }
    }

    private static Address address(String text) {
        return Address.parse(text.contains("@") ? text : text + "@demo.test").orElseThrow();
    }

    private static List<Address> addresses(String... texts) {
        return Stream.of(texts).map(MailboxCarrierTest::address).toList();
    }

    private void put(Mail mail, Octets octets, List<To> to) {
        try (InputStream content =
                octets.content() == 0
                        ? InputStream.nullInputStream()
                        : store.bodies().open(octets.content(), 0, octets.contentLength())) {
            String text = octets.header().utf8() + Bytes.wrap(content.readAllBytes()).utf8();
            put.add(new Put(mail, text, to));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Mail mail(Path from) {
        Instant now = Instant.parse("2026-11-28T12:00:00Z");
        return new Mail(
                "m1", from, 0, Optional.of("env"), Optional.of(true), false, "<1@x>", now, now);
    }

    private static Path path(String address) {
        return new Path.Mailbox(address(address));
    }

    private List<Result> carry(Put message) {
        return carrier.carry(
                        new Consignment(
                                message.mail(),
                                new NextHop.Here(),
                                message.to(),
                                () ->
                                        new ByteArrayInputStream(
                                                Bytes.utf8(message.text()).toArray()),
                                message.text().length(),
                                0))
                .results();
    }

    /// Carries the message and what is made of it, as the queue would.
    private List<Result> run(Put message) {
        List<Result> first = carry(message);
        while (!put.isEmpty()) {
            Put next = put.remove();
            boolean isHere =
                    next.to().getFirst().path() instanceof Path.Mailbox(var address)
                            && directory.isLocal(address.domain());
            if (isHere) {
                var _ = carry(next);
            } else {
                gone.add(next);
            }
        }
        return first;
    }

    private List<Result> send(String from, String text, String... to) {
        var tos = Stream.of(to).map(it -> new To(path(it))).toList();
        return run(new Put(mail(path(from)), text, tos));
    }

    private List<String> inbox(String name) throws Exception {
        var account = accounts.open(directory.find(address(name)).orElseThrow().account());
        var texts = new ArrayList<String>();
        int inbox = account.state().mailbox(Role.INBOX).orElseThrow().id();
        try (var view = account.select(inbox, false)) {
            for (int number = 1; number <= view.size(); number++) {
                var message = account.message(view.placement(number).messageId());
                try (var octets = message.open(0, Long.MAX_VALUE)) {
                    texts.add(Bytes.wrap(octets.readAllBytes()).utf8());
                }
            }
        }
        return texts;
    }

    private void alias(String alias, String... to) throws MailRefusal {
        directory.setAlias(address(alias), addresses(to), Optional.empty());
    }

    private void forward(String account, boolean keep, String... to) throws MailRefusal {
        directory.setForward(address(account), Optional.of(new Forward(addresses(to), keep)));
    }

    @Test
    void givesEachOfSeveralOneCopyWhateverIsRepeated() throws Exception {
        alias("sales", "ann", "ben", "jo@else.test");
        alias("all", "sales", "cat", "ann");
        var message =
                new Put(
                        mail(path("x@far.test")),
                        LETTER,
                        List.of(new To(path("all")), new To(path("ann")), new To(path("sales"))));
        var _ = run(message);
        var _ = run(message);
        for (var name : List.of("ann", "ben", "cat")) {
            assertThat(inbox(name)).hasSize(1);
        }
        // Another server may get it more than once; the ids are the same each time.
        assertThat(gone.stream().map(it -> it.mail().id()).distinct()).hasSize(2);
    }

    @Test
    void sendsOnWithAReversePathOfOurs() throws Exception {
        forward("ann", true, "ann@home.test");
        var results = send("x@far.test", LETTER, "ann");
        assertThat(results.getFirst()).isInstanceOf(Result.Delivered.class);
        assertThat(inbox("ann")).hasSize(1);
        assertThat(gone.getFirst().envelope())
                .matches("<SRS0=....=..=far.test=x@demo.test> to <ann@home.test>");
        assertThat(gone.getFirst().text()).isEqualTo("Delivered-To: ann@demo.test\r\n" + LETTER);
        assertThat(gone.getFirst().mail().envelopeId()).contains("env");
        assertThat(gone.getFirst().to().getFirst().original()).contains("rfc822;ann@demo.test");
    }

    @Test
    void leavesSendersOfOursAndNoneAsTheyAre() throws Exception {
        forward("ann", false, "ann@home.test");
        var _ = send("ben@demo.test", LETTER, "ann");
        var _ = run(new Put(mail(new Path.Null()), LETTER, List.of(new To(path("ann")))));
        assertThat(gone.stream().map(Put::envelope))
                .containsExactly("<ben@demo.test> to <ann@home.test>", "<> to <ann@home.test>");
        assertThat(inbox("ann")).isEmpty();
    }

    @Test
    void sendsInTheNameOfWhoForwardsWhereTheSendersIsTooLong() throws Exception {
        forward("ann", false, "ann@home.test");
        var _ = send("l".repeat(60) + "@far.test", LETTER, "ann");
        assertThat(gone.getFirst().envelope()).isEqualTo("<ann@demo.test> to <ann@home.test>");
    }

    @Test
    void letsTheOwnerOfAGroupHearOfIt() throws Exception {
        var group = Optional.of(new Group(Optional.of(address("cat")), false));
        directory.setAlias(address("team"), addresses("ann", "jo@else.test"), group);
        var _ = send("x@far.test", LETTER, "team");
        assertThat(gone.getFirst().envelope()).isEqualTo("<cat@demo.test> to <jo@else.test>");
        assertThat(gone.getFirst().mail().envelopeId()).isEmpty();
        assertThat(gone.getFirst().text()).startsWith("Delivered-To: team@demo.test\r\n");
        assertThat(inbox("ann").getFirst()).startsWith("Return-Path: <cat@demo.test>\r\n");
    }

    @Test
    void keepsWhatHasGoneRoundAndSendsItOnNoMore() throws Exception {
        forward("ann", false, "ann@home.test");
        var _ = send("x@far.test", "Delivered-To: Ann@demo.test\r\n" + LETTER, "ann");
        assertThat(gone).isEmpty();
        assertThat(inbox("ann")).hasSize(1);
    }

    @Test
    void bouncesWhatHasGoneRoundWhereNobodyCanKeepIt() throws Exception {
        alias("away", "jo@else.test");
        var round = "Delivered-To: elsewhere@far.test\r\nDelivered-To: away@demo.test\r\n" + LETTER;
        assertThat(send("x@far.test", round, "away").getFirst())
                .isInstanceOfSatisfying(
                        Result.Failed.class,
                        it -> assertThat(it.answer().status()).isEqualTo("5.4.6"));
        assertThat(gone).isEmpty();
        assertThat(send("x@far.test", LETTER, "nobody").getFirst())
                .isInstanceOfSatisfying(
                        Result.Failed.class,
                        it -> assertThat(it.answer().status()).isEqualTo("5.1.1"));
    }

    @Test
    void asksForSuccessOnlyWhereTheMessageStaysOne() throws Exception {
        forward("ann", false, "ann@home.test");
        alias("both", "jo@else.test", "sue@else.test");
        var success = new Notify(true, true, true, false);
        var to =
                List.of(
                        new To(path("ann"), success, Optional.of("rfc822;a@b")),
                        new To(path("both"), success, Optional.empty()));
        var results = run(new Put(mail(path("x@far.test")), LETTER, to));
        assertThat(gone.get(0).to())
                .containsExactly(new To(path("ann@home.test"), success, Optional.of("rfc822;a@b")));
        assertThat(gone.get(1).to())
                .extracting(it -> it.wants())
                .containsOnly(new Notify(true, false, true, false));
        assertThat(results)
                .extracting(it -> ((Result.Delivered) it).reports())
                .containsExactly(true, false);
        assertThat(((Result.Delivered) results.get(1)).place()).isEqualTo(Result.Place.SEVERAL);
    }

    @Test
    void aGroupWithAnOwnerIsWhereTheMessageArrives() throws Exception {
        var group = Optional.of(new Group(Optional.of(address("cat")), false));
        directory.setAlias(address("one"), addresses("jo@else.test"), group);
        directory.setAlias(address("two"), addresses("ben", "ann@home.test"), group);
        alias("to-one", "one");
        var success = new Notify(true, true, true, false);
        var to =
                Stream.of("one", "two", "to-one")
                        .map(it -> new To(path(it), success, Optional.empty()))
                        .toList();
        var results = run(new Put(mail(path("x@far.test")), LETTER, to));
        assertThat(gone.getFirst().to()).containsExactly(new To(path("jo@else.test")));
        assertThat(results)
                .extracting(it -> ((Result.Delivered) it).reports())
                .containsExactly(false, false, false);
        assertThat(results)
                .extracting(it -> ((Result.Delivered) it).place())
                .containsOnly(Result.Place.LIST);
    }

    @Test
    void turnsReportsOnWhatWasSentOnBackToTheSender() throws Exception {
        Address ours = srs.rewrite(address("x@far.test"), new Domain("demo.test")).orElseThrow();
        Address forged = address(ours.localPart().replace("=x", "=y") + "@demo.test");
        Address ann = srs.rewrite(address("ann"), new Domain("demo.test")).orElseThrow();
        var to = Stream.of(ours, forged, ann).map(it -> new To(new Path.Mailbox(it))).toList();
        var results = run(new Put(mail(new Path.Null()), LETTER, to));
        assertThat(gone.stream().map(Put::envelope)).containsExactly("<> to <x@far.test>");
        assertThat(inbox("ann")).hasSize(1);
        assertThat(results.get(1)).isInstanceOf(Result.Failed.class);
        assertThat(run(new Put(mail(path("x@far.test")), LETTER, to)))
                .allMatch(Result.Failed.class::isInstance);
    }

    @Test
    void sendsReportsOnToo() throws Exception {
        forward("ann", false, "ben", "\u00fcnl\u00fc@home.test");
        var _ = run(new Put(mail(new Path.Null()), LETTER, List.of(new To(path("ann")))));
        assertThat(inbox("ben")).hasSize(1);
        assertThat(gone.getFirst().envelope()).isEqualTo("<> to <\u00fcnl\u00fc@home.test>");
        assertThat(gone.getFirst().mail().smtpUtf8()).isTrue();
    }
}
