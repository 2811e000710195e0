using System.Text;
using Plimsoll.Bench.Measuring;
using Plimsoll.Testing;

namespace Plimsoll.Bench.Watching;

/// <summary>A change that was made, and the words by which a search must see it.</summary>
/// <param name="Kind">What was done.</param>
/// <param name="Present">A word that must be found now, and in which file; null where none.</param>
/// <param name="Path">That file.</param>
/// <param name="Absent">A word that must not be found any more; null where none.</param>
internal sealed record Change(string Kind, string? Present, string? Path, string? Absent);

/// <summary>
/// A copy of a tree, in git, that is changed at random in the ways that people, editors and git change one. Each file that was written has a word of its own
/// in it, a new one for each version, so that a search can tell versions apart.
/// </summary>
internal sealed class ChangingTree
{
    private const string Main = "bench-main";
    private const string Other = "bench-other";
    private const string KeptExtension = ".ignored-by-bench";
    private const int OtherChanges = 60;

    /// <summary>With fewer files than this only new ones are made, so that a small tree does not come to its end.</summary>
    private const int FewestFiles = 8;

    /// <summary>No vowels and no s: neither a word nor the plural of another one. No q: `qzw` begins a word, so nowhere else may it be in one.</summary>
    private const string Alphabet = "bcdfghjklmnprtvwxz";

    private static readonly HashSet<string> Extensions = new(StringComparer.Ordinal) { ".js", ".ts", ".tsx", ".jsx", ".py", ".c", ".h", ".java", ".go", ".md", ".css", ".cs", KeptExtension };

    private readonly Random _random;
    private readonly List<string> _files = [];
    private readonly Dictionary<string, string> _words = new(StringComparer.Ordinal);
    private readonly HashSet<string> _gone = new(StringComparer.Ordinal);
    private int _number;
    private bool _isOther;

    /// <summary>Copies the tree and makes two branches of it.</summary>
    public ChangingTree(string source, string root, Random random)
    {
        (Root, _random) = (root, random);
        if (Directory.Exists(Path.Combine(source, ".git"))) Run("git", "clone", "-q", "--local", "--no-tags", "--single-branch", source, root);
        else Run("cp", "-a", source, root);
        if (!Directory.Exists(Path.Combine(root, ".git"))) Git("init", "-q");
        Git("config", "user.email", "bench@example.invalid");
        Git("config", "user.name", "bench");
        Git("config", "gc.auto", "0");
        Git("checkout", "-q", "-B", Main);
        Commit("all of it");
        Look();
        Git("checkout", "-q", "-b", Other);
        for (int i = 0; i < OtherChanges; i++) Make(i % 3 == 0 ? 90 : i % 3 == 1 ? 70 : 0);
        Commit("another state");
        Git("checkout", "-q", Main);
        _words.Clear();
        _gone.Clear();
        Look();
    }

    /// <summary>The root.</summary>
    public string Root { get; }

    /// <summary>Words that must be found, with their files.</summary>
    public IReadOnlyDictionary<string, string> Words => _words.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

    /// <summary>Words that must not be found.</summary>
    public IReadOnlyCollection<string> Gone => _gone;

    /// <summary>Makes one change.</summary>
    public Change Next() => Make(_random.Next(1000) switch
    {
        < 560 => 0, // append
        < 640 => 60, // replace as editors do
        < 720 => 70, // create
        < 790 => 80, // rename
        < 860 => 90, // delete
        < 890 => 100, // a new folder
        < 910 => 110, // rename a folder
        < 930 => 120, // delete a folder
        < 960 => 130, // touch
        < 980 => 140, // ignore
        < 990 => 150, // track what is ignored, or no more
        _ => 160, // another branch
    });

    private Change Make(int kind) => kind switch
    {
        _ when _files.Count < FewestFiles => Create("few", "create"),
        0 => Append(),
        60 => Replace(),
        70 => Create(_files.Count == 0 ? "" : Folder(Pick()), "create"),
        80 => Rename(),
        90 => Delete(),
        100 => Create(Path.Combine(Folder(Pick()), $"folder{++_number}", "deep"), "create folder"),
        110 => RenameFolder(),
        120 => DeleteFolder(),
        130 => Touch(),
        140 => Ignore(),
        150 => Track(),
        _ => Switch(),
    };

    private Change Append()
    {
        string file = Pick();
        string? old = Forget(file);
        string word = NewWord(file);
        // A word that stands for an earlier version goes away with it.
        string text = File.ReadAllText(Full(file), Encoding.Latin1);
        File.WriteAllText(Full(file), (old is null ? text + "\n" : text.Replace(old, "replaced", StringComparison.Ordinal)) + Line(word), Encoding.Latin1);
        return new Change("append", word, file, old);
    }

    private Change Replace()
    {
        string file = Pick();
        string? old = Forget(file);
        string word = NewWord(file);
        string text = File.ReadAllText(Full(file), Encoding.Latin1);
        string temporary = Full(file) + ".tmp~";
        File.WriteAllText(temporary, (old is null ? text + "\n" : text.Replace(old, "replaced", StringComparison.Ordinal)) + Line(word), Encoding.Latin1);
        File.Move(temporary, Full(file), overwrite: true);
        return new Change("replace", word, file, old);
    }

    private Change Create(string folder, string kind)
    {
        string file = Path.Combine(folder, $"made{++_number}.js");
        Directory.CreateDirectory(Full(folder));
        string word = NewWord(file);
        File.WriteAllText(Full(file), "// made by a measurement\n" + Line(word));
        _files.Add(file);
        return new Change(kind, word, file, null);
    }

    private Change Rename()
    {
        string from = Pick();
        string to = Path.Combine(Folder(Pick()), $"moved{++_number}{Path.GetExtension(from)}");
        File.Move(Full(from), Full(to));
        Moved(from, to);
        return new Change("rename", _words.GetValueOrDefault(to), to, null);
    }

    private Change Delete()
    {
        string file = Pick();
        File.Delete(Full(file));
        return new Change("delete", null, null, Remove(file));
    }

    private Change RenameFolder()
    {
        string from = Folder(Pick());
        string to = $"{from}_{++_number}";
        // Not the large ones near the root: each would be a good part of the tree.
        string[] inside = Below(from);
        if (from.Length == 0 || inside.Length > 60 || HoldsIgnored(from)) return Append();
        Directory.Move(Full(from), Full(to));
        foreach (string file in inside) Moved(file, to + file[from.Length..]);
        if (inside.Length == 0) return new Change("rename folder", null, null, null);
        string first = to + inside[0][from.Length..];
        return new Change("rename folder", _words.GetValueOrDefault(first), first, null);
    }

    private Change DeleteFolder()
    {
        string folder = Folder(Pick());
        string[] inside = Below(folder);
        if (folder.Length == 0 || inside.Length > 12 || HoldsIgnored(folder)) return Append();
        Directory.Delete(Full(folder), recursive: true);
        string? word = null;
        foreach (string file in inside) word = Remove(file) ?? word;
        return new Change("delete folder", null, null, word);
    }

    private Change Touch()
    {
        string file = Pick();
        Run("touch", Full(file));
        return new Change("touch", _words.GetValueOrDefault(file), file, null);
    }

    /// <summary>A rule that leaves out one made-up file: it must go, and with the next such change it comes back.</summary>
    private Change Ignore()
    {
        Change made = Create(Folder(Pick()), "ignore");
        File.WriteAllText(Full(".plimsollignore"), Path.GetFileName(made.Path!) + "\n");
        _gone.Add(made.Present!);
        Return();
        _ignored = made.Path!;
        _words.Remove(_ignored, out _ignoredWord);
        _files.Remove(_ignored);
        return made with { Present = null, Absent = made.Present };
    }

    private string? _ignored;
    private string? _ignoredWord;

    /// <summary>What the last rule left out is found again, now that there is another rule.</summary>
    private void Return()
    {
        if (_ignored is null || !File.Exists(Full(_ignored))) return;
        _words[_ignored] = _ignoredWord!;
        _gone.Remove(_ignoredWord!);
        _files.Add(_ignored);
    }

    /// <summary>A file that git ignores and somebody adds all the same is indexed.</summary>
    private Change Track()
    {
        string file = $"kept{++_number}{KeptExtension}";
        File.AppendAllText(Full(".git/info/exclude"), file + "\n");
        string word = NewWord(file);
        File.WriteAllText(Full(file), Line(word));
        Git("add", "-f", file);
        _files.Add(file);
        if (_random.Next(2) == 0) return new Change("track", word, file, null);
        Git("rm", "-q", "--cached", file);
        return new Change("untrack", null, null, Remove(file));
    }

    /// <summary>Keeps what was changed as a commit and goes over to the other branch.</summary>
    private Change Switch()
    {
        Commit("changes");
        _isOther = !_isOther;
        Git("checkout", "-q", _isOther ? Other : Main);
        Look();
        Dictionary<string, string> before = new(_words, StringComparer.Ordinal);
        _words.Clear();
        foreach (string file in _files)
        {
            string? word = WordIn(file);
            if (word is not null) _words[file] = word;
        }
        foreach (string word in before.Values) _gone.Add(word);
        foreach (string word in _words.Values) _gone.Remove(word);
        (_ignored, _ignoredWord) = (null, null);
        // The rule that left a file out went with the branch, or another came; files that it names are not looked for.
        if (File.Exists(Full(".plimsollignore"))) Unlist(File.ReadAllText(Full(".plimsollignore")).Trim());
        return new Change("branch", null, null, null);
    }

    private void Unlist(string name)
    {
        foreach (string file in _files.Where(file => Path.GetFileName(file) == name).ToArray())
        {
            _files.Remove(file);
            if (!_words.Remove(file, out string? word)) continue;
            _gone.Add(word);
            (_ignored, _ignoredWord) = (file, word);
        }
    }

    private string? WordIn(string file)
    {
        string text = File.ReadAllText(Full(file), Encoding.Latin1);
        int at = text.LastIndexOf("qzw", StringComparison.Ordinal);
        if (at < 0) return null;
        int end = at + 3;
        while (end < text.Length && char.IsAsciiLetterOrDigit(text[end])) end++;
        return end < text.Length && text[end] == '_' ? text[at..(end + 1)] : null;
    }

    private static string Line(string word) => $"function {word}() {{ return 1; }}\n";

    private string NewWord(string file) => _words[file] = $"qzw{Letters(++_number)}_";

    /// <summary>Letters only, so that a word has no parts that others share.</summary>
    private static string Letters(int number)
    {
        StringBuilder letters = new();
        for (; number > 0; number /= Alphabet.Length) letters.Append(Alphabet[number % Alphabet.Length]);
        return letters.ToString();
    }

    private string? Forget(string file)
    {
        if (!_words.Remove(file, out string? word)) return null;
        _gone.Add(word);
        return word;
    }

    private string? Remove(string file)
    {
        _files.Remove(file);
        return Forget(file);
    }

    private void Moved(string from, string to)
    {
        _files.Remove(from);
        _files.Add(to);
        if (_words.Remove(from, out string? word)) _words[to] = word;
    }

    private bool HoldsIgnored(string folder) => _ignored?.StartsWith(folder + "/", StringComparison.Ordinal) ?? false;

    private string[] Below(string folder) => [.. _files.Where(file => file.StartsWith(folder + "/", StringComparison.Ordinal))];

    private string Pick() => _files[_random.Next(_files.Count)];

    private static string Folder(string file) => Path.GetDirectoryName(file) ?? "";

    private string Full(string file) => Path.Combine(Root, file);

    /// <summary>Finds the files that are small enough to be rewritten and surely indexed.</summary>
    private void Look()
    {
        _files.Clear();
        string output = ProcessRunner.Run("git", ["-C", Root, "ls-files", "-z"]).StandardOutput;
        foreach (string file in output.Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            FileInfo info = new(Full(file));
            if (info.Exists && info.LinkTarget is null && info.Length is > 0 and < 60_000 && Extensions.Contains(info.Extension) && IsPlain(info)) _files.Add(file);
        }
    }

    private static bool IsPlain(FileInfo file)
    {
        string text = File.ReadAllText(file.FullName, Encoding.Latin1);
        return !text.Contains('\0', StringComparison.Ordinal) && !file.Name.Contains(".min.", StringComparison.Ordinal) && !text.Contains("generated", StringComparison.OrdinalIgnoreCase) && text.Split('\n').Max(line => line.Length) < 200;
    }

    private void Commit(string message)
    {
        Git("add", "-A");
        Git("commit", "-q", "--allow-empty", "--no-verify", "-m", message);
    }

    private void Git(params string[] words) => Run("git", ["-C", Root, .. words]);

    private static void Run(string file, params string[] words)
    {
        ProcessResult result = ProcessRunner.Run(file, words, new ProcessSetup { Timeout = TimeSpan.FromMinutes(10) });
        if (result.ExitCode != 0) throw new BenchException($"{file} {string.Join(' ', words)}: {result}");
    }
}
