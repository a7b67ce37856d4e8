package dev.millrace.kind.fragment;

import java.util.List;
import java.util.Optional;

/** The fragments there are. Asked at every edit, so an answer must come from memory. Versions that were published never change. */
public interface Fragments {
    Fragments NONE = new Fragments() {
        @Override public Optional<Fragment> find(String name, int version) {
            return Optional.empty();
        }

        @Override public Optional<Fragment> newest(String name) {
            return Optional.empty();
        }

        @Override public List<Fragment> newest() {
            return List.of();
        }

        @Override public long edition() {
            return 0;
        }
    };

    Optional<Fragment> find(String name, int version);

    /** The version published last. */
    Optional<Fragment> newest(String name);

    /** The newest version of each, by title. */
    List<Fragment> newest();

    /** Grows with every version that is published: what was compiled with another edition may be out of date. */
    long edition();
}
