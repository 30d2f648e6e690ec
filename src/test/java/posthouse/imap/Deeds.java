package posthouse.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What a client does, and what it does to the truth.
final class Deeds extends Piece {
    private static final List<String> EXTENSIONS =
            List.of("CONDSTORE", "QRESYNC", "IMAP4rev2", "UTF8=ACCEPT");

    Deeds(Truths truths, Believer client, Collection<Believer> clients, Random random) {
        super(truths, client, clients, random);
    }

    /// One more command, or none where what came up is not possible.
    void next() {
        if (at == Truth.NOWHERE) {
            select();
            return;
        }
        switch (random.nextInt(readOnly ? 40 : 60)) {
            case 0, 1, 2, 3, 4 -> search();
            case 5, 6 -> add(new Asked("NOOP"), true);
            case 7, 8 -> read();
            case 9, 10, 11 -> append();
            case 12, 13, 14 -> copy();
            case 15 -> add(new Asked("IDLE\r\nDONE"), true);
            case 16, 17 -> refresh();
            case 18 -> status();
            case 19 -> list();
            case 20 -> create();
            case 21 -> delete();
            case 22, 23 -> rename();
            case 24 -> renameInbox();
            case 25, 26 -> enable();
            case 27, 28, 29 -> select();
            case 30 -> add(new Asked("CHECK"), true);
            case 31 -> {
                if (random.nextInt(3) > 0) {
                    unselect();
                } else {
                    unauthenticate();
                }
            }
            case 32, 33, 34 -> {
                if (readOnly) {
                    select();
                } else {
                    store();
                }
            }
            case 35 -> refused();
            case 36, 37, 38, 39 -> fetch();
            case 40, 41, 42 -> move();
            case 43, 44, 45 -> expunge();
            case 46, 47 -> expungeChosen();
            case 48, 49, 50 -> replace();
            default -> store();
        }
    }

    /// What tells news, and no message goes.
    void numbered() {
        if (!client.known().isEmpty()) {
            var chosen = set(client.numbers(client.known()));
            add(new Asked(any(List.of("FETCH " + chosen + " FLAGS", "FETCH 1 UID"))), false);
        }
    }

    // Mailboxes.

    private void select() {
        if (opened) {
            return;
        }
        select(
                client.last
                        .filter(truths::has)
                        .filter(_ -> random.nextBoolean())
                        .orElse(anyMailbox()));
    }

    /// Back to where it was.
    void selectLast() {
        select(client.last.filter(truths::has).orElse(anyMailbox()));
    }

    private void select(Truth mailbox) {
        at = mailbox;
        readOnly = random.nextInt(8) == 0;
        var select = client.select(at, written(at.name), readOnly, Set.copyOf(enabled));
        asked.add(select);
        opened = true;
        told = true;
        numbers = true;
        if (!select.reopens) {
            fetchAll();
        }
    }

    private void fetchAll() {
        add(new Asked("UID FETCH 1:* (UID FLAGS" + (condstore() ? " MODSEQ)" : ")")), true);
    }

    private void unselect() {
        boolean close = random.nextBoolean();
        if (close && !readOnly) {
            at.remove(expungeable());
        }
        at = Truth.NOWHERE;
        opened = false;
        add(new Asked(close ? "CLOSE" : "UNSELECT").begin(client::leave), true);
    }

    /// Nothing stays of what was before (RFC 8437 §2).
    private void unauthenticate() {
        at = Truth.NOWHERE;
        opened = false;
        enabled.clear();
        add(
                new Asked("UNAUTHENTICATE").begin(client::leave).end(_ -> client.enabled.clear()),
                true);
        add(new Asked("LOGIN ann@demo.test secret"), true);
        if (!client.habits.isEmpty()) {
            enabled.addAll(client.habits);
            add(client.enable(client.habits), true);
        }
    }

    private void create() {
        var free = truths.free();
        if (!free.isEmpty()) {
            String name = any(free);
            var _ = truths.create(name);
            add(new Asked("CREATE " + written(name)), true);
        }
    }

    private void delete() {
        var gone = anyMailbox();
        if (!gone.name.equals("INBOX")) {
            boolean mine = gone == at;
            truths.delete(gone);
            if (mine) {
                at = Truth.NOWHERE;
                opened = false;
            }
            var command = new Asked("DELETE " + written(gone.name));
            add(mine ? command.end(_ -> client.leave()) : command, true);
        }
    }

    private void rename() {
        var from = anyMailbox();
        String to = any(Truths.NAMES);
        if (!from.name.equals("INBOX") && truths.mayRename(from, to)) {
            String before = from.name;
            truths.rename(from, to);
            add(new Asked("RENAME " + written(before) + " " + written(to)), true);
        }
    }

    /// The messages go to the new mailbox (RFC 9051 §6.3.6).
    private void renameInbox() {
        var free = truths.free();
        if (!free.isEmpty()) {
            Truth inbox = truths.inbox();
            Truth into = truths.create(any(free));
            for (var message : List.copyOf(inbox.messages.values())) {
                var _ = put(into, message.flags());
            }
            inbox.remove(inbox.uids());
            add(new Asked("RENAME INBOX " + written(into.name)), true);
        }
    }

    private void status() {
        var about = anyMailbox();
        String line =
                "* STATUS %s (MESSAGES %d UIDNEXT %d UNSEEN %d DELETED %d)"
                        .formatted(
                                written(about.name),
                                about.messages.size(),
                                about.uidNext,
                                about.without("\\Seen"),
                                about.deleted().size());
        add(
                new Asked("STATUS " + written(about.name) + " (MESSAGES UIDNEXT UNSEEN DELETED)")
                        .end(it ->
                                assertThat(it.data("STATUS"))
                                        .containsExactly(Asked.Answer.quotesOff(line))),
                true);
    }

    private void list() {
        var names =
                truths.names().stream()
                        .map(name -> Asked.Answer.quotesOff(written(name)))
                        .collect(Collectors.toSet());
        add(
                new Asked("LIST \"\" *")
                        .end(it ->
                                assertThat(it.data("LIST"))
                                        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                                        .containsAll(names)
                                        .filteredOn(name -> name.matches("[ab&\u00c3].*"))
                                        .hasSize(names.size() - 1)),
                true);
    }

    private void enable() {
        if (client.habits.isEmpty()) {
            boolean before = condstore();
            var more = EXTENSIONS.stream().filter(_ -> random.nextInt(4) == 0).toList();
            if (more.isEmpty()) {
                return;
            }
            enabled.addAll(more);
            boolean now = !before && condstore();
            add(
                    client.enable(Set.copyOf(more))
                            .end(it -> {
                                if (now) {
                                    assertThat(it.code("HIGHESTMODSEQ")).isNotEmpty();
                                }
                            }),
                    true);
            if (now) {
                fetchAll();
            }
        }
    }

    /// What asks for mod-sequences turns CONDSTORE on (RFC 7162 §3.1).
    private void refresh() {
        if (condstore()) {
            var since = since();
            boolean vanished = enabled.contains("QRESYNC") && random.nextBoolean();
            since.ifPresent(it ->
                    add(
                            new Asked(
                                    "UID FETCH 1:* (FLAGS) (CHANGEDSINCE "
                                            + it
                                            + (vanished ? " VANISHED)" : ")")),
                            true));
        } else if (client.habits.isEmpty() && random.nextInt(4) == 0) {
            enabled.add("CONDSTORE");
            var text =
                    any(
                            List.of(
                                    "UID FETCH 1:* (UID FLAGS MODSEQ)",
                                    "STATUS INBOX (HIGHESTMODSEQ)",
                                    "SEARCH MODSEQ 1"));
            var command =
                    new Asked(text)
                            .begin(() -> client.enabled.add("CONDSTORE"))
                            .end(it -> assertThat(it.code("HIGHESTMODSEQ")).isNotEmpty());
            command.search = new Asked.Search(false, _ -> true, false, false);
            add(command, !text.startsWith("SEARCH"));
            fetchAll();
        }
    }

    // Messages.

    private void store() {
        choose().ifPresent(this::store);
    }

    private void store(Chosen chosen) {
        boolean conditional = condstore() && random.nextInt(3) == 0;
        var limit = conditional ? since() : OptionalLong.empty();
        var flags = flags();
        int mode = random.nextInt(3);
        boolean silent = random.nextBoolean() && !opened;
        var changed = new TreeSet<Long>();
        var modified = new TreeSet<Long>();
        for (long uid : chosen.uids()) {
            var message = at.messages.get(uid);
            if (message != null && limit.isPresent() && at.modSeq(uid) > limit.getAsLong()) {
                modified.add(uid);
            } else if (message != null) {
                at.flags(uid, changed(message.flags(), mode, flags));
                changed.add(uid);
            }
        }
        String condition = limit.isPresent() ? " (UNCHANGEDSINCE " + limit.getAsLong() + ")" : "";
        String text =
                chosen.command("STORE")
                        + condition
                        + List.of(" FLAGS", " +FLAGS", " -FLAGS").get(mode)
                        + (silent ? ".SILENT " : " ")
                        + list(flags);
        add(
                new Asked(text)
                        .begin(() -> meant(chosen.uids()).forEach(it -> it.told = false))
                        .end(answer -> {
                            stored(chosen, modified, answer);
                            for (Beliefs.Belief each : meant(chosen.uids())) {
                                // With one that is gone nothing happens any more.
                                if (silent && !each.told && changed.contains(each.uid)) {
                                    each.flags = changed(each.flags, mode, flags);
                                }
                                assertThat(each.told || silent || !changed.contains(each.uid))
                                        .isTrue();
                            }
                        }),
                chosen.uid());
    }

    /// RFC 7162 §3.1.3.
    private void stored(Chosen chosen, Set<Long> modified, Asked.Answer answer) {
        String code = answer.code("MODIFIED");
        List<Long> named = code.isEmpty() ? List.of() : Beliefs.uids(code);
        assertThat(named)
                .containsExactlyElementsOf(chosen.uid() ? modified : client.numbers(modified));
    }

    private List<Beliefs.Belief> meant(Set<Long> uids) {
        return client.beliefs.stream().filter(it -> uids.contains(it.uid)).toList();
    }

    private static Set<String> changed(Set<String> before, int mode, Set<String> flags) {
        var now = new TreeSet<>(mode == 0 ? Set.of() : before);
        var _ = mode == 2 ? now.removeAll(flags) : now.addAll(flags);
        return now;
    }

    private void refused() {
        if (readOnly && !at.messages.isEmpty() && !client.known().isEmpty() && !opened) {
            asked.add(new Asked("UID STORE 1:* +FLAGS (\\Deleted)").answered("NO"));
            numbers = false;
        }
    }

    private void fetch() {
        choose().ifPresent(chosen -> {
            String items = any(List.of("FLAGS", "(UID)", "ALL", "(FLAGS RFC822.SIZE BODY.PEEK[])"));
            add(new Asked(chosen.command("FETCH") + " " + items), chosen.uid());
        });
    }

    private void read() {
        choose().ifPresent(chosen -> {
            for (long uid : chosen.uids()) {
                var message = at.messages.get(uid);
                // What a session shows as seen, it does not mark again.
                boolean seen =
                        !told && client.belief(uid).map(it -> it.has("\\Seen")).orElse(false);
                if (message != null && !readOnly && !seen) {
                    at.flags(uid, changed(message.flags(), 1, Set.of("\\Seen")));
                }
            }
            add(new Asked(chosen.command("FETCH") + " BODY[HEADER.FIELDS (X)]"), chosen.uid());
        });
    }

    private void search() {
        boolean uid = !numbers || random.nextBoolean();
        var key = key(2);
        String how =
                any(
                        List.of(
                                "",
                                "",
                                "RETURN () ",
                                "RETURN (ALL COUNT) ",
                                "RETURN (MIN MAX) ",
                                "RETURN (SAVE) ",
                                "RETURN (SAVE ALL COUNT) ",
                                "RETURN (SAVE MIN MAX) "));
        var search =
                new Asked.Search(uid, key.test(), how.contains("SAVE"), how.contains("MIN MAX"));
        var command = new Asked((uid ? "UID " : "") + "SEARCH " + how + key.text());
        command.search = search;
        // Numbers in a key are none here: UID SEARCH names UIDs alone.
        add(search.save() ? command.begin(() -> client.save(search)) : command, uid);
    }

    private void append() {
        roomy().ifPresent(into -> {
            var text = new StringBuilder("APPEND " + written(into.name));
            var uids = new ArrayList<Long>();
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                var flags = flags();
                uids.add(put(into, flags));
                text.append(' ').append(list(flags)).append(literal());
            }
            add(new Asked(text.toString()).end(it -> appended(it, into, uids)), true);
        });
    }

    private String literal() {
        return any(List.of(" {5+}\r\nnew\r\n", " ~{5+}\r\nnew\r\n", " {2+}\r\nx\n"));
    }

    /// RFC 4315 §3.
    private static void appended(Asked.Answer answer, Truth into, List<Long> uids) {
        String[] code = answer.code("APPENDUID").split(" ", -1);
        assertThat(Long.parseLong(code[0])).isIn(into.uidValidity, unless(into, code[0]));
        assertThat(Beliefs.uids(code[1])).isEqualTo(uids);
    }

    /// A validity that is not known yet may be any.
    private static long unless(Truth mailbox, String told) {
        return mailbox.uidValidity > 0 ? mailbox.uidValidity : Long.parseLong(told);
    }

    /// RFC 8508.
    private void replace() {
        choose().ifPresent(chosen -> {
            var into = anyMailbox();
            long uid = chosen.uids().iterator().next();
            if (chosen.text().equals("$")
                    || !at.messages.containsKey(uid)
                    || into.messages.size() >= MESSAGES_MAX) {
                return;
            }
            var one = List.of(uid);
            var named = chosen.uid() ? one : client.numbers(one);
            var flags = flags();
            at.remove(one);
            long added = put(into, flags);
            var text =
                    (chosen.uid() ? "UID REPLACE " : "REPLACE ")
                            + named.getFirst()
                            + " "
                            + written(into.name)
                            + " "
                            + list(flags)
                            + literal();
            add(new Asked(text).end(it -> appended(it, into, List.of(added))), true);
        });
    }

    private void copy() {
        choose().ifPresent(
                        chosen -> roomy().ifPresent(into -> transfer("COPY", chosen, into, false)));
    }

    private void move() {
        choose().ifPresent(
                        chosen -> roomy().ifPresent(into -> transfer("MOVE", chosen, into, true)));
    }

    /// COPYUID (RFC 4315 §3) of those that are there still.
    private void transfer(String command, Chosen chosen, Truth into, boolean move) {
        var sources = new ArrayList<Long>();
        var targets = new ArrayList<Long>();
        for (long uid : chosen.uids()) {
            var message = at.messages.get(uid);
            if (message != null) {
                sources.add(uid);
                targets.add(put(into, message.flags()));
                if (move) {
                    at.remove(List.of(uid));
                }
            }
        }
        String expected = sources.isEmpty() ? "" : set(sources) + " " + set(targets);
        add(
                new Asked(chosen.command(command) + " " + written(into.name))
                        .end(it -> {
                            String code = it.code("COPYUID");
                            String validity = code.split(" ", -1)[0];
                            assertThat(code.substring(validity.length()).strip())
                                    .isEqualTo(expected);
                            if (!expected.isEmpty()) {
                                assertThat(Long.parseLong(validity))
                                        .isEqualTo(unless(into, validity));
                            }
                        }),
                true);
    }

    private void expunge() {
        at.remove(expungeable());
        add(new Asked("EXPUNGE"), true);
    }

    private void expungeChosen() {
        var chosen = some(known());
        if (!chosen.isEmpty()) {
            var gone = new TreeSet<>(chosen);
            gone.retainAll(at.deleted());
            at.remove(gone);
            add(new Asked("UID EXPUNGE " + set(chosen)), true);
        }
    }
}
