package posthouse.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// A store on a [SimDisk]. Once the machine is off every call throws [PowerCut], whatever the code
/// in between made of it.
public final class SimStore implements Store, Bodies {
    private final SimDisk disk;
    private final Store store;

    SimStore(SimDisk disk, Store store) {
        this.disk = disk;
        this.store = store;
    }

    @Override
    public Committed commit(
            Partition partition, long expected, List<Change> changes, List<SideWrite> side)
            throws Conflict {
        checkPower();
        Committed committed = store.commit(partition, expected, changes, side);
        return new Committed() {
            @Override
            public long revision() {
                return committed.revision();
            }

            @Override
            public void await() {
                powered(committed::await);
            }
        };
    }

    @Override
    public View read(Partition partition, Range... ranges) {
        return powered(() -> store.read(partition, ranges));
    }

    @Override
    public void scan(Partition partition, Range range, RowSink sink) {
        powered(() -> store.scan(partition, range, sink));
    }

    @Override
    public Bodies bodies() {
        return this;
    }

    @Override
    public Stream<Partition> partitions(Space space) {
        return powered(() -> store.partitions(space));
    }

    @Override
    public void close() {
        powered(store::close);
        checkPower(); // closing swallows it
    }

    @Override
    public long put(InputStream content, String tag) throws IOException {
        checkPower();
        try {
            return store.bodies().put(content, tag);
        } catch (StoreFailure failure) {
            checkPower();
            throw failure;
        }
    }

    @Override
    public InputStream open(long body, long offset, long length) {
        return powered(() -> store.bodies().open(body, offset, length));
    }

    @Override
    public void link(long body, String tag) {
        powered(() -> store.bodies().link(body, tag));
    }

    @Override
    public void unlink(long body, String tag) {
        powered(() -> store.bodies().unlink(body, tag));
    }

    @Override
    public List<String> tags(long body) {
        return powered(() -> store.bodies().tags(body));
    }

    private void checkPower() {
        if (disk.isOff()) {
            throw new PowerCut();
        }
    }

    private void powered(Runnable call) {
        var _ =
                powered(() -> {
                    call.run();
                    return true;
                });
    }

    private <T> T powered(Supplier<T> call) {
        checkPower();
        try {
            return call.get();
        } catch (StoreFailure failure) {
            checkPower();
            throw failure;
        }
    }
}
