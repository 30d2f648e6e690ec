package posthouse.imap;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import posthouse.imap.MessageThread.Mail;

/// Threads by what messages refer to (RFC 5256 §3, THREAD=REFERENCES). Its steps are named in the
/// order of the RFC; none of them takes more than n log n.
final class ReferenceThreads {
    /// Messages that are looked at to see whether a link would close a circle; behind so many the
    /// link is not made.
    private static final int STEPS_MAX = 1_000;

    /// What is known of a message, or of one that is only referred to.
    private static final class Node {
        final MessageThread thread = new MessageThread(Optional.empty());
        Optional<Node> parent = Optional.empty();
        boolean referredTo;
    }

    private final Map<String, Node> byId = new HashMap<>();
    private final List<Node> nodes = new ArrayList<>();

    private ReferenceThreads() {}

    /// @param mails in the order of the mailbox
    static List<MessageThread> of(List<Mail> mails) {
        var threads = new ReferenceThreads();
        mails.forEach(threads::link); // (1)
        var roots = threads.roots(); // (2) and (3)
        MessageThread.sortAll(roots); // (4)
        roots = new BySubject(roots).merged(); // (5)
        MessageThread.sortAll(roots); // (6)
        return roots;
    }

    /// (1): the references form a chain, the last of them is what the message answers.
    private void link(Mail mail) {
        Node own = own(mail);
        Optional<Node> last = Optional.empty();
        for (String reference : mail.references()) {
            Node next = byId.computeIfAbsent(reference, _ -> node());
            if (last.isPresent() && next.parent.isEmpty() && !isAbove(next, last.get())) {
                connect(last.get(), next);
            }
            last = Optional.of(next);
        }
        if (last.isEmpty()) {
            own.parent = Optional.empty();
        } else if (!isAbove(own, last.get())) {
            connect(last.get(), own);
        }
    }

    /// A message without id, or with one that another has, has a place of its own.
    private Node own(Mail mail) {
        Node node = mail.id().isEmpty() ? node() : byId.computeIfAbsent(mail.id(), _ -> node());
        if (!node.thread.isDummy()) {
            node = node();
        }
        node.thread.mail(mail);
        return node;
    }

    private Node node() {
        var node = new Node();
        nodes.add(node);
        return node;
    }

    private static void connect(Node parent, Node child) {
        child.parent = Optional.of(parent);
        parent.referredTo = true;
    }

    /// Whether `one` is `other`, or above it.
    private static boolean isAbove(Node one, Node other) {
        if (one == other || !one.referredTo) {
            return one == other;
        }
        Optional<Node> at = other.parent;
        for (int steps = 0; at.isPresent(); steps++) {
            if (at.get() == one || steps == STEPS_MAX) {
                return true;
            }
            at = at.get().parent;
        }
        return false;
    }

    /// (2) what answers nothing, (3) without messages that are not there, but for those that hold
    /// several threads together.
    private List<MessageThread> roots() {
        var top = new ArrayList<MessageThread>();
        for (Node node : nodes) {
            node.parent.ifPresentOrElse(
                    parent -> parent.thread.add(node.thread), () -> top.add(node.thread));
        }
        for (Node node : nodes) {
            if (!node.thread.isDummy() || node.parent.isEmpty()) {
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
                var both = new MessageThread(Optional.empty());
                both.add(known);
                both.add(root);
                table.put(subject, both);
            }
        }
    }
}
