namespace Plimsoll.Unminify.Unpacking;

/// <summary>The small script beside an unpacked bundle that puts it together again. It knows nothing of the bundle but its manifest, so what is changed in a module counts.</summary>
internal static class EntryScript
{
    /// <summary>The script.</summary>
    public static ReadOnlySpan<byte> Text => """
        // Runs the bundle that was unpacked here: puts the modules back to their places and does what the bundle did.
        // `node THIS_FILE --join` writes the bundle as one file to standard output instead.
        'use strict';
        const fs = require('fs');
        const path = require('path');

        // A part without its last line, where that says which map it has: the map is not that of the whole.
        function read(file) {
          const text = fs.readFileSync(file);
          const at = text.lastIndexOf('//# sourceMappingURL=');
          const isLastLine = at >= 0 && (at === 0 || text[at - 1] === 10) && text.indexOf(10, at) === text.length - 1;
          return isLastLine ? text.subarray(0, at) : text;
        }

        function find(folder, name) {
          const manifest = JSON.parse(fs.readFileSync(path.join(folder, 'manifest.json'), 'utf8'));
          const file = manifest.files.find((one) => one.entry === name);
          if (!file) throw new Error(`manifest.json knows no ${name}: unminify the bundle again`);
          return file;
        }

        function join(folder, file) {
          const runtime = read(path.join(folder, file.runtime));
          const parts = [];
          let at = 0;
          for (const one of file.modules) {
            parts.push(runtime.subarray(at, one.at), read(path.join(folder, one.path)));
            at = one.at;
          }
          parts.push(runtime.subarray(at));
          return Buffer.concat(parts).toString();
        }

        const file = find(__dirname, path.basename(__filename));
        const text = join(__dirname, file);
        if (require.main === module && process.argv[2] === '--join') process.stdout.write(text);
        else module._compile(file.map ? `${text}//# sourceMappingURL=${encodeURIComponent(file.map)}\n` : text, __filename);

        """u8;
}
