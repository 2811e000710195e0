using System.Buffers;
using System.Text;
using System.Text.Json;
using Plimsoll.JavaScript.Parsing;
using Plimsoll.JavaScript.Printing;
using Plimsoll.JavaScript.SourceMaps;
using Plimsoll.Memory;
using Plimsoll.Unminify.Output;

namespace Plimsoll.Unminify.Unpacking;

/// <summary>
/// The files of unpacked bundles: a file for each module, the rest of each bundle, an entry that puts them together again, and one manifest for all. They come from programs that were checked as a whole, by cutting
/// alone, so that what is put together is what was checked. The set appears at the end; a manifest that is there belongs to files that are there.
/// </summary>
internal sealed class ModuleSet : IDisposable
{
    /// <summary>What a map has behind the name of the file that it is of.</summary>
    public const string MapExtension = ".map";

    /// <summary>The file that tells what is where.</summary>
    public const string ManifestName = "manifest.json";

    /// <summary>What the manifest of the set before is called while this one takes its place.</summary>
    internal const string OldManifestName = ManifestName + ".old";

    private const int BufferBytes = 64 * 1024;

    private readonly string _folder;
    private readonly StagedFolder _staged;
    private readonly OldSet _old;
    private readonly ModulePaths _paths = new();
    private readonly List<string> _rest = [];
    private readonly List<string> _inHand = []; // the files of a program that is not added yet
    private readonly FileStream _manifestFile;
    private readonly Utf8JsonWriter _manifest;
    private readonly HashSet<string> _made = new(StringComparer.Ordinal);
    private readonly HashSet<string> _names;

    private ModuleSet(string folder, StagedFolder staged, IEnumerable<string> outputs, OldSet old)
    {
        (_folder, _staged, _old) = (folder, staged, old);
        _names = new HashSet<string>(outputs, StringComparer.OrdinalIgnoreCase);
        _manifestFile = NewFile(ManifestName);
        _manifest = new Utf8JsonWriter(_manifestFile, new JsonWriterOptions { Indented = true });
        _manifest.WriteStartObject();
        _manifest.WriteString("generator", OldSet.Generator);
        _manifest.WriteNumber("version", 1);
        _manifest.WriteStartArray("files");
    }

    /// <summary>Whether no program was added.</summary>
    public bool IsEmpty { get; private set; } = true;

    /// <summary>The names that could not be taken as files, for the report.</summary>
    public List<(string Name, string Path)> Replaced { get; } = [];

    /// <summary>Begins a set.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="outputs">The names of all files that programs are written to.</param>
    /// <exception cref="UnminifyException">There are modules that no run of ours left there, or something lies where it cannot be replaced.</exception>
    /// <exception cref="DurableWriteException">It cannot be written to.</exception>
    public static ModuleSet Begin(string folder, IReadOnlySet<string> outputs)
    {
        foreach (string own in (string[])[ManifestName, OldManifestName, ModulePaths.Folder])
        {
            if (outputs.Contains(own)) throw new UnminifyException(UnminifyFailure.Usage, $"the output {own} has the name of a part of every unpacked bundle; rename the input, or use --no-unpack");
        }

        // Before anything has its name: the parts of a set get theirs one after the other.
        OutputPlace.RequireNoFile(Path.Join(folder, ModulePaths.Folder));
        OutputPlace.RequireFile(Path.Join(folder, ManifestName));
        OutputPlace.RequireFile(Path.Join(folder, OldManifestName));
        OldSet? old = OldSet.Read(folder, outputs);
        if (old is null && Directory.Exists(Path.Join(folder, ModulePaths.Folder)))
            throw new UnminifyException(UnminifyFailure.Usage, $"{Path.Join(folder, ModulePaths.Folder)} is there and not from an earlier run; move it away, or give another place with -o");
        return new ModuleSet(folder, StagedFolder.Create(folder, TimeProvider.System), outputs, old ?? OldSet.None);
    }

    /// <summary>Decides where the parts of a program go.</summary>
    /// <param name="name">The name of its file.</param>
    /// <param name="goal">As what it was read.</param>
    /// <param name="bundle">Its modules: at least one.</param>
    public UnpackedProgram Plan(string name, SourceGoal goal, Bundle bundle)
    {
        _inHand.Clear();
        List<string> paths = [];
        foreach (BundleModule module in bundle.Modules)
        {
            string wish = module.Hint ?? module.Id;
            paths.Add(_paths.Take(wish, out bool isReplaced));
            if (isReplaced) Replaced.Add((wish, paths[^1]));
        }

        string runtime = RuntimeOf(name);
        OutputPlace.RequireFile(Path.Join(_folder, runtime));
        return new UnpackedProgram(name, goal, bundle, name, runtime, paths);
    }

    /// <summary>What is left of a program has a name that nothing else has; the program itself keeps its own, as others may ask for it.</summary>
    private string RuntimeOf(string name)
    {
        string stem = Path.GetFileNameWithoutExtension(name), extension = Path.GetExtension(name), runtime = $"{stem}.runtime{extension}";
        // Ends: only so many names are taken.
        for (int number = 2; !_names.Add(runtime); number++) runtime = $"{stem}.runtime-{number}{extension}";
        return runtime;
    }

    /// <summary>Cuts a program into its modules and the rest.</summary>
    /// <param name="program">Where its parts go.</param>
    /// <param name="joined">The program in one file, bodies of modules apart.</param>
    /// <param name="ranges">Where they lie in it, in their order.</param>
    /// <param name="hasMaps">Whether each part has a map, which it is to lead to.</param>
    public void Add(UnpackedProgram program, string joined, IReadOnlyList<ApartRange> ranges, bool hasMaps)
    {
        _manifest.WriteStartObject();
        _manifest.WriteString("input", program.Name);
        _manifest.WriteString("kind", program.Bundle.Tables[0].Kind.ToString().ToLowerInvariant());
        _manifest.WriteString("entry", program.Entry);
        _manifest.WriteString("runtime", program.Runtime);
        if (hasMaps) _manifest.WriteString("map", Path.GetFileName(program.Entry) + MapExtension);
        WriteIds("runs", program.Bundle.Tables.SelectMany(table => table.Entries));
        WriteIds("chunks", program.Bundle.Tables.SelectMany(table => table.Chunks));
        _manifest.WriteStartArray("modules");
        using (FileStream source = File.OpenRead(joined))
        using (FileStream rest = NewFile(program.Runtime))
        {
            foreach (ApartRange range in ranges)
            {
                Copy(source, rest, range.Start);
                AddModule(program, source, range, rest.Position, hasMaps);
            }

            Copy(source, rest, source.Length);
            if (hasMaps) LeadToMap(rest);
        }

        _manifest.WriteEndArray();
        _manifest.WriteEndObject();
        using FileStream entry = NewFile(program.Entry);
        if (program.Goal != SourceGoal.Module)
        {
            entry.Write(EntryScript.Text);
        }
        else
        {
            CopyAll(joined, entry);
            if (hasMaps) LeadToMap(entry);
        }

        _rest.AddRange(_inHand.Where(path => Path.GetDirectoryName(path)!.Length == 0));
        _inHand.Clear();
        IsEmpty = false;
    }

    /// <summary>Takes away the files of a program that was planned and is not added.</summary>
    public void Drop()
    {
        foreach (string path in _inHand) File.Delete(Path.Join(_staged.Path, path));
        _inHand.Clear();
    }

    /// <summary>Makes a file of the set, with the folders above it.</summary>
    /// <param name="path">Its path in the set.</param>
    public FileStream NewFile(string path)
    {
        string folder = Path.GetDirectoryName(path)!;
        if (_made.Add(folder)) Directory.CreateDirectory(Path.Join(_staged.Path, folder));
        _inHand.Add(path);
        return new FileStream(Path.Join(_staged.Path, path), FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
    }

    /// <summary>Gives all files their names, the manifest last.</summary>
    /// <param name="failed">The programs of the run that have no output.</param>
    /// <exception cref="UnminifyException">The set before has one of them, which would be lost.</exception>
    public void Complete(IReadOnlySet<string> failed)
    {
        if (_old.Programs.FirstOrDefault(failed.Contains) is { } lost)
            throw new UnminifyException(UnminifyFailure.CannotWrite, $"{_folder} holds the modules of {lost}, which failed now; so that they are not lost, all modules there are as they were. Mend {lost}, or give another place with -o");
        _manifest.WriteEndArray();
        _manifest.WriteEndObject();
        _manifest.Dispose();
        _manifestFile.Dispose();
        OldSet.KeepForeign(_folder, _staged.Path, _old.Files);
        _staged.Sync();
        if (File.Exists(Path.Join(_folder, ManifestName))) File.Move(Path.Join(_folder, ManifestName), Path.Join(_folder, OldManifestName), overwrite: true);
        _staged.Move(ModulePaths.Folder);
        foreach (string file in _rest) _staged.Move(file);
        _staged.Move(ManifestName);
        File.Delete(Path.Join(_folder, OldManifestName));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _manifestFile.Dispose();
        _staged.Dispose();
    }

    private void AddModule(UnpackedProgram program, FileStream source, ApartRange range, long at, bool hasMap)
    {
        BundleModule module = program.Bundle.Modules[range.Index];
        string path = program.Paths[range.Index];
        using (FileStream file = NewFile(path))
        {
            Copy(source, file, range.End);
            if (hasMap) LeadToMap(file);
        }

        _manifest.WriteStartObject();
        _manifest.WriteString("id", module.Id);
        _manifest.WriteString("path", path);
        _manifest.WriteNumber("start", module.BodyStart);
        _manifest.WriteNumber("end", module.BodyEnd);
        _manifest.WriteNumber("at", at);
        _manifest.WriteEndObject();
        if (_manifest.BytesPending > BufferBytes) _manifest.Flush();
    }

    private void WriteIds(string key, IEnumerable<string> ids)
    {
        _manifest.WriteStartArray(key);
        foreach (string id in ids) _manifest.WriteStringValue(id);
        _manifest.WriteEndArray();
    }

    /// <summary>Ends a part with the way to its map, which the entry script takes away again.</summary>
    private static void LeadToMap(FileStream file) => file.Write(Encoding.UTF8.GetBytes(SourceMapWriter.CommentFor(Path.GetFileName(file.Name) + MapExtension)));

    /// <summary>What a module of the language exports cannot be put together while it runs, so the whole program is there as well.</summary>
    private static void CopyAll(string joined, FileStream to)
    {
        using FileStream from = File.OpenRead(joined);
        Copy(from, to, from.Length);
    }

    /// <summary>Copies up to an offset.</summary>
    private static void Copy(FileStream from, FileStream to, long end)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        while (from.Position < end)
        {
            int read = from.Read(buffer, 0, (int)Math.Min(buffer.Length, end - from.Position));
            if (read == 0) throw new EndOfStreamException($"{from.Name} is shorter than it was");
            to.Write(buffer, 0, read);
        }

        ArrayPool<byte>.Shared.Return(buffer);
    }
}

/// <summary>A program that is cut into modules, and where its parts go in the set.</summary>
/// <param name="Name">The name of its file.</param>
/// <param name="Goal">As what it was read.</param>
/// <param name="Bundle">Its modules.</param>
/// <param name="Entry">What runs as the bundle did: a script that puts it together again, or the whole program where it is a module of the language.</param>
/// <param name="Runtime">What is left when the modules are cut out.</param>
/// <param name="Paths">The file of each module.</param>
internal sealed record UnpackedProgram(string Name, SourceGoal Goal, Bundle Bundle, string Entry, string Runtime, IReadOnlyList<string> Paths);
