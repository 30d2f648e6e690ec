package posthouse.store;

import java.nio.file.Path;

class RocksStoreTest implements StoreContract {
    @Override
    public Store open(Path folder) {
        return RocksStore.open(folder);
    }

    @Override
    public boolean keeps() {
        return true;
    }
}
