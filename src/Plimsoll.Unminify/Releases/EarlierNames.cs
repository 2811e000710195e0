using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Plimsoll.Files;
using Plimsoll.JavaScript.Renaming;
using Plimsoll.JavaScript.Scopes;
using Plimsoll.JavaScript.Text;

namespace Plimsoll.Unminify.Releases;

/// <summary>
/// The names that an earlier release of a bundle got, from its rename map, for the functions that are the same in this one. Of functions that are alike the first goes with the first,
/// the second with the second.
/// </summary>
internal sealed class EarlierNames : IDisposable
{
    private readonly ChunkList<int> _names; // of each binding, the number of its name plus one
    private readonly List<string> _texts = [];
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    private EarlierNames(ScopeTables tables, ChunkStore store)
    {
        _names = new ChunkList<int>(store);
        for (int symbol = 0; symbol < tables.Symbols.Count; symbol++) _names.Add(0);
    }

    /// <summary>How many bindings have a name of an earlier release.</summary>
    public long Count { get; private set; }

    /// <summary>The name that a binding had, or null.</summary>
    public string? this[int symbol] => _names[symbol] is var number and > 0 ? _texts[number - 1] : null;

    /// <summary>Reads a rename map and finds its functions in a program.</summary>
    /// <param name="path">The rename map.</param>
    /// <param name="tables">The program.</param>
    /// <param name="store">Where 4 bytes a binding come from.</param>
    /// <exception cref="UnminifyException">There is no such file, or it is no rename map.</exception>
    public static EarlierNames Read(string path, ScopeTables tables, ChunkStore store)
    {
        EarlierNames earlier = new(tables, store);
        Dictionary<ulong, Queue<string[]>> functions = ReadFunctions(path);
        FunctionWalk.Run(tables, store, (print, own, symbols) =>
        {
            if (!functions.TryGetValue(print, out Queue<string[]>? alike) || !alike.TryDequeue(out string[]? names)) return;
            if (own >= 0) earlier.Set(own, names[0]);
            for (int i = 0; i < symbols.Count && i + 1 < names.Length; i++) earlier.Set(symbols[i], names[i + 1]);
        });
        return earlier;
    }

    /// <inheritdoc/>
    public void Dispose() => _names.Dispose();

    private void Set(int symbol, string name)
    {
        if (!IdentifierText.IsAsciiName(Encoding.UTF8.GetBytes(name))) return; // such a file may come from anywhere
        ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers, name, out bool isKnown);
        if (!isKnown)
        {
            _texts.Add(name);
            number = _texts.Count;
        }

        if (_names[symbol] == 0) Count++;
        _names[symbol] = number;
    }

    private static unsafe Dictionary<ulong, Queue<string[]>> ReadFunctions(string path)
    {
        try
        {
            using MappedFile file = MappedFile.Open(path, int.MaxValue, readsInOrder: true);
            return Parse(new ReadOnlySpan<byte>(file.Pointer, (int)file.Length));
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException or NoRegularFileException)
        {
            throw new UnminifyException(UnminifyFailure.NotFound, $"{path} is not there; --names-from wants the rename map of an earlier release, as --rename-map writes it", error);
        }
        catch (Exception error) when (error is JsonException or InvalidDataException or InvalidOperationException or FormatException)
        {
            throw new UnminifyException(UnminifyFailure.BadInput, $"{path} is no rename map as --rename-map writes it: {error.Message}", error);
        }
    }

    private static Dictionary<ulong, Queue<string[]>> Parse(ReadOnlySpan<byte> text)
    {
        Dictionary<ulong, Queue<string[]>> functions = [];
        Utf8JsonReader json = new(text);
        bool isMap = false;
        while (json.Read())
        {
            if (json.TokenType != JsonTokenType.PropertyName || !json.ValueTextEquals(RenameMap.FunctionsKey)) continue;
            isMap = true;
            json.Read();
            while (json.Read() && json.TokenType == JsonTokenType.StartArray) AddFunction(ref json, functions);
        }

        return isMap ? functions : throw new InvalidDataException($"it has no \"{RenameMap.FunctionsKey}\"");
    }

    private static void AddFunction(ref Utf8JsonReader json, Dictionary<ulong, Queue<string[]>> functions)
    {
        json.Read();
        ulong print = ulong.Parse(json.GetString()!, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        List<string> names = [];
        while (json.Read() && json.TokenType == JsonTokenType.String) names.Add(json.GetString()!);
        if (names.Count == 0) throw new InvalidDataException("a function has no names");
        ref Queue<string[]>? alike = ref CollectionsMarshal.GetValueRefOrAddDefault(functions, print, out _);
        (alike ??= new Queue<string[]>()).Enqueue([.. names]);
    }
}
