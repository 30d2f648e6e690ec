package posthouse.store;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.UndeclaredThrowableException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

/// The contract, with every call made as sessions make it: virtual threads take another way to the
/// disk.
class RocksStoreOnVirtualThreadTest implements StoreContract {
    @Override
    public Store open(Path folder) {
        return new OnVirtualThreads(RocksStore.open(folder));
    }

    @Override
    public boolean keeps() {
        return true;
    }

    private record OnVirtualThreads(Store store) implements Store, Bodies {
        private static <T> T call(Callable<T> callable) {
            var result = new CompletableFuture<T>();
            Thread.startVirtualThread(() -> {
                try {
                    result.complete(callable.call());
                } catch (Exception | Error failed) {
                    result.completeExceptionally(failed);
                }
            });
            try {
                return result.join();
            } catch (CompletionException failed) {
                switch (failed.getCause()) {
                    case RuntimeException cause -> throw cause;
                    case Error cause -> throw cause;
                    case null, default -> throw new UndeclaredThrowableException(failed.getCause());
                }
            }
        }

        @Override
        public Committed commit(
                Partition partition, long expected, List<Change> changes, List<SideWrite> side)
                throws Conflict {
            try {
                return call(() -> store.commit(partition, expected, changes, side));
            } catch (UndeclaredThrowableException failed) {
                if (failed.getCause() instanceof Conflict conflict) {
                    throw conflict;
                }
                throw failed;
            }
        }

        @Override
        public View read(Partition partition, Range... ranges) {
            return call(() -> store.read(partition, ranges));
        }

        @Override
        public void scan(Partition partition, Range range, RowSink sink) {
            var _ =
                    call(() -> {
                        store.scan(partition, range, sink);
                        return true;
                    });
        }

        @Override
        public Bodies bodies() {
            return this;
        }

        @Override
        public Stream<Partition> partitions(Space space) {
            return call(() -> store.partitions(space).toList().stream());
        }

        @Override
        public void close() {
            store.close();
        }

        @Override
        public long put(InputStream content, String tag) throws IOException {
            try {
                return call(() -> store.bodies().put(content, tag));
            } catch (UndeclaredThrowableException failed) {
                if (failed.getCause() instanceof IOException cause) {
                    throw cause;
                }
                throw failed;
            }
        }

        @Override
        public InputStream open(long body, long offset, long length) {
            return call(() -> store.bodies().open(body, offset, length));
        }

        @Override
        public void link(long body, String tag) {
            var _ =
                    call(() -> {
                        store.bodies().link(body, tag);
                        return true;
                    });
        }

        @Override
        public void unlink(long body, String tag) {
            var _ =
                    call(() -> {
                        store.bodies().unlink(body, tag);
                        return true;
                    });
        }

        @Override
        public List<String> tags(long body) {
            return call(() -> store.bodies().tags(body));
        }
    }
}
