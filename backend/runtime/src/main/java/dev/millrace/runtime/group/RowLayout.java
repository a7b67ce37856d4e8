package dev.millrace.runtime.group;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.util.InstantiationUtil;

/**
 * What the fields of a kept row are called and of which type they are.
 *
 * @param names each once; a value is found again by its name, wherever it stands in another layout
 */
public record RowLayout(List<String> names, List<LogicalType> types) implements Serializable {
    public RowLayout {
        names = List.copyOf(names);
        types = List.copyOf(types);
        if (names.size() != types.size() || names.stream().distinct().count() != names.size()) {
            throw new IllegalArgumentException("Each of " + types + " needs a name of its own, not " + names);
        }
    }

    LogicalType[] typeArray() {
        return types.toArray(LogicalType[]::new);
    }

    void write(DataOutputView out) throws IOException {
        out.writeInt(names.size());
        for (int i = 0; i < names.size(); i++) {
            out.writeUTF(names.get(i));
            byte[] type = InstantiationUtil.serializeObject(types.get(i));
            out.writeInt(type.length);
            out.write(type);
        }
    }

    static RowLayout read(DataInputView in, ClassLoader classes) throws IOException {
        var names = new ArrayList<String>();
        var types = new ArrayList<LogicalType>();
        for (int fields = in.readInt(); fields > 0; fields--) {
            names.add(in.readUTF());
            byte[] type = new byte[in.readInt()];
            in.readFully(type);
            try {
                types.add(InstantiationUtil.deserializeObject(type, classes));
            } catch (ClassNotFoundException e) {
                throw new IOException("The type of '" + names.get(names.size() - 1) + "' in a savepoint is not known", e);
            }
        }
        return new RowLayout(names, types);
    }
}
