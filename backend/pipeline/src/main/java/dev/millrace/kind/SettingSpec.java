package dev.millrace.kind;

import java.util.Optional;

/**
 * One setting of a kind as forms and documents see it.
 *
 * @param name key in {@code Settings}
 * @param required whether a node without it (and without a preset) needs set-up
 * @param preset plain JSON value taken where none is set
 * @param inSequence whether the entries of the list are steps that follow each other
 */
public record SettingSpec(String name, String label, String help, SettingType type, boolean required, Optional<Object> preset, boolean inSequence) {
    public SettingSpec(String name, String label, String help, SettingType type, boolean required, Optional<Object> preset) {
        this(name, label, help, type, required, preset, false);
    }
}
