package posthouse.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import posthouse.Seeds;
import posthouse.address.Address;
import posthouse.address.Domain;
import posthouse.bytes.Bytes;
import posthouse.mailbox.Accounts;
import posthouse.mailbox.AddressEntry;
import posthouse.mailbox.AddressEntry.Forward;
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
import posthouse.smtp.Path;
import posthouse.store.MemoryStore;
import posthouse.store.StoreFailure;
import posthouse.time.Clock;

/// Random aliases, groups and forwards, and mail that passes them while the queue fails to take or
/// to remember what was done: everybody whom an address leads to gets each message, mailboxes here
/// once, and nobody else gets any.
class ForwardingSim {
    private static final int ACCOUNTS = 4;
    private static final int ALIASES = 5;
    private static final int ELSEWHERE = 3;
    private static final Domain LATER = new Domain("later.test");

    @Test
    void getsMailToAllWhomAnAddressLeadsTo() {
        Seeds.each(
                Integer.getInteger("posthouse.sim.seeds", 200), random -> new World(random).live());
    }

    private static final class World implements Clock {
        private final Random random;
        private final MemoryStore store = new MemoryStore();
        private final Accounts accounts = new Accounts(store, this, MailLimits.DEFAULT);
        private final Directory directory = new Directory(store);
        private final MailboxCarrier carrier =
                new MailboxCarrier(
                        accounts,
                        directory,
                        new Srs(Bytes.latin1("0123456789abcdef0123456789abcdef"), this),
                        this::put,
                        this);
        private final Map<String, Waiting> queue = new LinkedHashMap<>();
        private final Map<String, Set<Address>> sentAway = new LinkedHashMap<>();

        private record Waiting(Mail mail, String text, List<To> to) {}

        World(Random random) {
            this.random = random;
        }

        @Override
        public Instant now() {
            return Instant.parse("2026-11-28T12:00:00Z");
        }

        @Override
        public long nanos() {
            return 0;
        }

        void live() throws Exception {
            settle();
            for (int i = 0; i < 3; i++) {
                String subject = "m" + i;
                List<Address> asked = some(this::anyHere);
                var mail =
                        new Mail(
                                subject,
                                new Path.Mailbox(address("sender@far.test")),
                                0,
                                Optional.empty(),
                                Optional.empty(),
                                false,
                                "",
                                now(),
                                now());
                var to = asked.stream().map(it -> new To(new Path.Mailbox(it))).toList();
                queue.put(subject, new Waiting(mail, "Subject: " + subject + "\r\n\r\n", to));
                run();
                check(subject, asked);
            }
        }

        private void settle() throws Exception {
            directory.addDomain(new Domain("demo.test"));
            for (int i = 0; i < ACCOUNTS; i++) {
                var account = accounts.create(accounts.newId(), address("a" + i + "@demo.test"));
                directory.addAddress(account.address(), account.id(), false);
            }
            for (int i = random.nextInt(20); i >= 0; i--) {
                try {
                    change();
                } catch (MailRefusal _) {
                    // Not possible; what was there stays.
                }
            }
            if (random.nextInt(4) == 0) {
                // What was elsewhere is here from now on: rings that nobody has made.
                directory.addDomain(LATER);
                directory.setCatchAll(LATER, Optional.of(1L + random.nextInt(ACCOUNTS)));
            }
        }

        private void change() throws MailRefusal {
            switch (random.nextInt(6)) {
                case 0, 1 ->
                        directory.setForward(
                                address("a" + random.nextInt(ACCOUNTS) + "@demo.test"),
                                Optional.of(new Forward(some(this::any), random.nextBoolean())));
                case 2 -> directory.removeAddress(address(alias()));
                default -> directory.setAlias(address(alias()), some(this::any), Optional.empty());
            }
        }

        private String alias() {
            return "g" + random.nextInt(ALIASES) + "@demo.test";
        }

        private Address any() {
            return switch (random.nextInt(5)) {
                case 0 -> address("o" + random.nextInt(ELSEWHERE) + "@else.test");
                case 1 -> address("x@" + LATER);
                default -> anyHere();
            };
        }

        private Address anyHere() {
            return address(
                    random.nextBoolean() ? alias() : "a" + random.nextInt(ACCOUNTS) + "@demo.test");
        }

        private List<Address> some(Supplier<Address> each) {
            return IntStream.rangeClosed(0, random.nextInt(3))
                    .mapToObj(_ -> each.get())
                    .distinct()
                    .toList();
        }

        private static Address address(String text) {
            return Address.parse(text).orElseThrow();
        }

        // The queue, which may fail before it has taken something, and forget what it has done.

        private void put(Mail mail, Octets octets, List<To> to) {
            if (random.nextInt(5) == 0) {
                throw new StoreFailure("the queue was told to fail");
            }
            try (InputStream content =
                    octets.content() == 0
                            ? InputStream.nullInputStream()
                            : store.bodies().open(octets.content(), 0, octets.contentLength())) {
                String text = octets.header().utf8() + Bytes.wrap(content.readAllBytes()).utf8();
                queue.putIfAbsent(mail.id(), new Waiting(mail, text, to));
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        private void run() {
            while (!queue.isEmpty()) {
                var all = List.copyOf(queue.values());
                Waiting next = all.get(random.nextInt(all.size()));
                var rest = next.to().stream().filter(to -> isLate(next, to)).toList();
                boolean isForgotten = random.nextInt(5) == 0; // The power went before.
                if (!isForgotten && rest.isEmpty()) {
                    queue.remove(next.mail().id());
                } else if (!isForgotten) {
                    queue.put(next.mail().id(), new Waiting(next.mail(), next.text(), rest));
                }
            }
        }

        private boolean isLate(Waiting message, To to) {
            Address address = ((Path.Mailbox) to.path()).address();
            if (!directory.isLocal(address.domain())) {
                String subject = message.mail().id().replaceAll("\\..*", "");
                sentAway.computeIfAbsent(subject, _ -> new HashSet<>()).add(address);
                return false;
            }
            var octets = Bytes.utf8(message.text());
            var consignment =
                    new Consignment(
                            message.mail(),
                            new NextHop.Here(),
                            List.of(to),
                            () -> new ByteArrayInputStream(octets.toArray()),
                            octets.length(),
                            0);
            return carrier.carry(consignment).results().getFirst() instanceof Result.Delayed;
        }

        // What should have come of it.

        private void check(String subject, List<Address> asked) throws Exception {
            var met = new HashSet<AddressEntry>();
            var elsewhere = new HashSet<Address>();
            asked.forEach(it -> reach(it, met, elsewhere));
            assertThat(sentAway.getOrDefault(subject, Set.of())).isEqualTo(elsewhere);
            int copies = 0;
            for (var entry : directory.entries(new Domain("demo.test"))) {
                if (entry instanceof AddressEntry.Own own) {
                    int has = count(own.account(), subject);
                    copies += has;
                    boolean keeps = own.forward().map(Forward::keep).orElse(true);
                    boolean should = met.contains(own) && keeps;
                    assertThat(has)
                            .as(own.address() + " has " + subject)
                            .isBetween(should ? 1 : 0, met.contains(own) ? 1 : 0);
                }
            }
            boolean leadsAnywhere =
                    !elsewhere.isEmpty()
                            || met.stream().anyMatch(AddressEntry.Own.class::isInstance);
            assertThat(copies + elsewhere.size() > 0).as("arrives").isEqualTo(leadsAnywhere);
        }

        private void reach(Address address, Set<AddressEntry> met, Set<Address> elsewhere) {
            if (!directory.isLocal(address.domain())) {
                elsewhere.add(address);
                return;
            }
            var entry =
                    address.domain().equals(LATER)
                            ? directory
                                    .catchAll(LATER)
                                    .flatMap(directory::ownAddress)
                                    .flatMap(directory::entry)
                            : directory.entry(address);
            if (entry.isPresent() && met.add(entry.get())) {
                entry.get().targets().forEach(it -> reach(it, met, elsewhere));
            }
        }

        private int count(long id, String subject) throws Exception {
            var account = accounts.open(id);
            int inbox = account.state().mailbox(Role.INBOX).orElseThrow().id();
            int count = 0;
            try (var view = account.select(inbox, false)) {
                for (int number = 1; number <= view.size(); number++) {
                    var message = account.message(view.placement(number).messageId());
                    try (var octets = message.open(0, Long.MAX_VALUE)) {
                        String text = Bytes.wrap(octets.readAllBytes()).utf8();
                        count += text.contains("Subject: " + subject + "\r\n") ? 1 : 0;
                    }
                }
            }
            return count;
        }
    }
}
