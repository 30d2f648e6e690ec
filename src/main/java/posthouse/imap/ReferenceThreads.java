package posthouse.imap;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesReader;
import posthouse.imap.MessageThread.Mail;

/// Threads by what messages refer to (RFC 5256 §3, THREAD=REFERENCES). Its steps are named in the
/// order of the RFC; none of them takes more than n log n. Of a message that is added nothing is
/// kept but a [Mail] and, of each id, a digest: there may be a million of them.
final class ReferenceThreads {
    /// Messages that are looked at to see whether a link would close a circle; behind so many the
    /// link is not made.
    private static final int STEPS_MAX = 1_000;

    /// Messages that are referred to and not there, or not yet; more are passed over.
    static final int DUMMIES_MAX = 1_000_000;

    /// A message, and how it is tied to others.
    ///
    /// @param id Message-ID; empty where there is none
    /// @param references ids, oldest first
    record Tied(Mail mail, String id, List<String> references) {}

    /// What is known of a message, or of one that is only referred to.
    private static final class Node {
        final MessageThread thread = new MessageThread();
        @Nullable Node parent;
        boolean referredTo;
    }

    /// An id, in 16 octets of its SHA-256.
    private record Digest(long high, long low) {}

    private final MessageDigest sha256 = sha256();
    private final Map<Digest, Node> byId = new HashMap<>();
    private final List<Node> nodes = new ArrayList<>();
    private int mails;

    /// The next one in the order of the mailbox.
    void add(Tied tied) {
        link(tied); // (1)
    }

    /// The threads, once all is added.
    List<MessageThread> threads() {
        byId.clear();
        var roots = roots(); // (2) and (3)
        MessageThread.sortAll(roots); // (4)
        roots = new BySubject(roots).merged(); // (5)
        MessageThread.sortAll(roots); // (6)
        return roots;
    }

    /// (1): the references form a chain, the last of them is what the message answers.
    private void link(Tied tied) {
        Node own = own(tied);
        Node last = null;
        for (String reference : tied.references()) {
            Node next = referredTo(reference);
            if (next == null) {
                continue;
            }
            if (last != null && next.parent == null && !isAbove(next, last)) {
                connect(last, next);
            }
            last = next;
        }
        if (last == null) {
            own.parent = null;
        } else if (!isAbove(own, last)) {
            connect(last, own);
        }
    }

    /// A message without id, or with one that another has, has a place of its own.
    private Node own(Tied tied) {
        Node node =
                tied.id().isEmpty() ? node() : byId.computeIfAbsent(digest(tied.id()), _ -> node());
        if (!node.thread.isDummy()) {
            node = node();
        }
        node.thread.mail(tied.mail());
        mails++;
        return node;
    }

    /// Null where there are too many that are not there.
    private @Nullable Node referredTo(String id) {
        return nodes.size() - mails < DUMMIES_MAX
                ? byId.computeIfAbsent(digest(id), _ -> node())
                : byId.get(digest(id));
    }

    private Digest digest(String id) {
        byte[] octets = sha256.digest(id.getBytes(StandardCharsets.UTF_8));
        var in = new BytesReader(Bytes.wrap(octets));
        return new Digest(in.fixed64(), in.fixed64());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing); // every JDK has it
        }
    }

    private Node node() {
        var node = new Node();
        nodes.add(node);
        return node;
    }

    private static void connect(Node parent, Node child) {
        child.parent = parent;
        parent.referredTo = true;
    }

    /// Whether `one` is `other`, or above it.
    private static boolean isAbove(Node one, Node other) {
        if (one == other || !one.referredTo) {
            return one == other;
        }
        Node at = other.parent;
        for (int steps = 0; at != null; steps++) {
            if (at == one || steps == STEPS_MAX) {
                return true;
            }
            at = at.parent;
        }
        return false;
    }

    /// (2) what answers nothing, (3) without messages that are not there, but for those that hold
    /// several threads together.
    private List<MessageThread> roots() {
        var top = new ArrayList<MessageThread>();
        for (Node node : nodes) {
            if (node.parent == null) {
                top.add(node.thread);
            } else {
                node.parent.thread.add(node.thread);
            }
        }
        for (Node node : nodes) {
            if (!node.thread.isDummy() || node.parent == null) {
                node.thread.answers(present(node.thread.answers()));
            }
        }
        var roots = new ArrayList<MessageThread>();
        for (MessageThread thread : top) {
            if (thread.isDummy() && thread.answers().size() < 2) {
                roots.addAll(thread.answers());
            } else {
                roots.add(thread);
            }
        }
        return roots;
    }

    /// The messages that are there, and in place of the others what answers them.
    private static List<MessageThread> present(List<MessageThread> answers) {
        if (answers.stream().noneMatch(MessageThread::isDummy)) {
            return answers;
        }
        var present = new ArrayList<MessageThread>(answers.size());
        var open = new ArrayDeque<>(answers);
        while (!open.isEmpty()) {
            MessageThread next = open.pop();
            if (next.isDummy()) {
                next.answers().reversed().forEach(open::push);
            } else {
                present.add(next);
            }
        }
        return present;
    }

    /// (5): threads of the same subject become one.
    private static final class BySubject {
        private final List<MessageThread> roots;
        private final Map<String, MessageThread> table = new LinkedHashMap<>();

        BySubject(List<MessageThread> roots) {
            this.roots = roots;
        }

        List<MessageThread> merged() {
            roots.forEach(this::enter);
            var merged = new ArrayList<MessageThread>();
            for (MessageThread root : roots) {
                String subject = root.first().subject();
                if (subject.isEmpty()) {
                    merged.add(root);
                } else {
                    merge(subject, root);
                }
            }
            merged.addAll(table.values());
            return merged;
        }

        /// (5.B): a message that is not there is best, then one that is no reply.
        private void enter(MessageThread root) {
            String subject = root.first().subject();
            if (subject.isEmpty()) {
                return;
            }
            MessageThread known = table.putIfAbsent(subject, root);
            if (known != null
                    && !known.isDummy()
                    && (root.isDummy() || known.first().reply() && !root.first().reply())) {
                table.put(subject, root);
            }
        }

        /// (5.C)
        private void merge(String subject, MessageThread root) {
            MessageThread known = table.getOrDefault(subject, root);
            if (known == root) {
                return;
            }
            if (known.isDummy()) {
                if (root.isDummy()) {
                    root.answers().forEach(known::add);
                } else {
                    known.add(root);
                }
            } else if (root.first().reply() && !known.first().reply()) {
                known.add(root);
            } else {
                var both = new MessageThread();
                both.add(known);
                both.add(root);
                table.put(subject, both);
            }
        }
    }
}
