namespace Plimsoll.Unminify.Unpacking;

/// <summary>The small programs beside an unpacked bundle that put it together again. They know nothing of the bundle but its manifest.</summary>
internal static class EntryScript
{
    /// <summary>For scripts and CommonJS files.</summary>
    public static ReadOnlySpan<byte> ForScripts => """
        // Runs the bundle that was unpacked here: puts the modules back to their places and does what the bundle did.
        // `node THIS_FILE --join` writes the bundle as one file to standard output instead.
        'use strict';
        const fs = require('fs');
        const path = require('path');

        function join(folder, name) {
          const manifest = JSON.parse(fs.readFileSync(path.join(folder, 'manifest.json'), 'utf8'));
          const file = manifest.files.find((one) => one.entry === name);
          if (!file) throw new Error(`manifest.json knows no ${name}: unminify the bundle again`);
          const runtime = fs.readFileSync(path.join(folder, file.runtime));
          const parts = [];
          let at = 0;
          for (const one of file.modules) {
            parts.push(runtime.subarray(at, one.at), fs.readFileSync(path.join(folder, one.path)));
            at = one.at;
          }
          parts.push(runtime.subarray(at));
          return Buffer.concat(parts).toString();
        }

        const text = join(__dirname, path.basename(__filename));
        if (require.main === module && process.argv[2] === '--join') process.stdout.write(text);
        else module._compile(text, __filename);

        """u8;

    /// <summary>For modules of the language (`import` and `export`), which are joined in a file beside.</summary>
    public static ReadOnlySpan<byte> ForModules => """
        // Runs the bundle that was unpacked here: puts the modules back to their places, in a file beside, and imports it.
        // `node THIS_FILE --join` writes the bundle as one file to standard output instead.
        import fs from 'node:fs';
        import path from 'node:path';
        import { fileURLToPath, pathToFileURL } from 'node:url';

        const folder = path.dirname(fileURLToPath(import.meta.url));
        const name = path.basename(fileURLToPath(import.meta.url));
        const manifest = JSON.parse(fs.readFileSync(path.join(folder, 'manifest.json'), 'utf8'));
        const file = manifest.files.find((one) => one.entry === name);
        if (!file) throw new Error(`manifest.json knows no ${name}: unminify the bundle again`);
        const runtime = fs.readFileSync(path.join(folder, file.runtime));
        const parts = [];
        let at = 0;
        for (const one of file.modules) {
          parts.push(runtime.subarray(at, one.at), fs.readFileSync(path.join(folder, one.path)));
          at = one.at;
        }
        parts.push(runtime.subarray(at));
        const text = Buffer.concat(parts).toString();
        const joined = path.join(folder, `${path.basename(name, '.mjs')}.joined.mjs`);
        if (process.argv[2] === '--join') process.stdout.write(text);
        else {
          fs.writeFileSync(joined, text);
          await import(pathToFileURL(joined));
        }

        """u8;
}
