package posthouse.store;

import java.nio.file.Path;

class MemoryStoreTest implements StoreContract {
    @Override
    public Store open(Path folder) {
        return new MemoryStore();
    }

    @Override
    public boolean keeps() {
        return false;
    }
}
