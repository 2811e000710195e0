using System.Buffers.Text;
using System.Text.Json;
using Plimsoll.Files;

namespace Plimsoll.Unminify.Releases;

/// <summary>Reads the functions of a rename map, which is mapped and never held as a whole.</summary>
internal ref struct RenameMapReader
{
    private const string What = "--names-from wants the rename map of an earlier release, as --rename-map writes it";

    private readonly EarlierFunctions? _functions;
    private Utf8JsonReader _json;

    private RenameMapReader(ReadOnlySpan<byte> text, EarlierFunctions? functions)
    {
        _json = new Utf8JsonReader(text);
        _functions = functions;
    }

    /// <summary>Reads it, or only looks whether it can be read.</summary>
    /// <param name="path">The file.</param>
    /// <param name="functions">Takes the functions; null for nobody.</param>
    /// <exception cref="UnminifyException">There is no such file, or it is no rename map.</exception>
    public static unsafe void Read(string path, EarlierFunctions? functions)
    {
        try
        {
            using MappedFile file = MappedFile.Open(path, int.MaxValue, readsInOrder: true);
            RenameMapReader reader = new(new ReadOnlySpan<byte>(file.Pointer, (int)file.Length), functions);
            if (reader.FirstFault() is { } offset) throw Broken(path, $"is no rename map: byte {offset} is not what one has there");
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UnminifyException(UnminifyFailure.NotFound, $"{path} is not there; {What}", error);
        }
        catch (NoRegularFileException error)
        {
            throw new UnminifyException(UnminifyFailure.NotFound, $"{path} is a folder or a device, not a file; {What}", error);
        }
        catch (InvalidDataException error)
        {
            throw Broken(path, error.Message.Replace("it is", "is", StringComparison.Ordinal));
        }
        catch (UnauthorizedAccessException error)
        {
            throw new UnminifyException(UnminifyFailure.NotFound, $"{path} cannot be read: permission denied; {What}", error);
        }
    }

    private static UnminifyException Broken(string path, string problem) => new(UnminifyFailure.BadInput, $"{path} {problem}; {What}");

    /// <summary>Reads all of it, and returns the offset of the first byte that is not in the form of a rename map; null where all are.</summary>
    private long? FirstFault()
    {
        try
        {
            return IsMap() ? null : _json.TokenStartIndex;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return _json.BytesConsumed; // no JSON, or an escape that stands for no character
        }
    }

    private bool IsMap()
    {
        bool hasFunctions = false;
        if (!_json.Read() || _json.TokenType != JsonTokenType.StartObject) return false;
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            bool isList = _json.ValueTextEquals(RenameMap.FunctionsKey);
            if (!_json.Read()) return false;
            if (!isList) _json.Skip();
            else if (!AreFunctions()) return false;
            hasFunctions |= isList;
        }

        bool isEnded = !_json.Read(); // whatever follows is an error of the reader's
        return hasFunctions && isEnded;
    }

    private bool AreFunctions()
    {
        if (_json.TokenType != JsonTokenType.StartArray) return false;
        while (_json.Read() && _json.TokenType == JsonTokenType.StartArray)
        {
            if (!IsFunction()) return false;
        }

        return _json.TokenType == JsonTokenType.EndArray;
    }

    private bool IsFunction()
    {
        if (!_json.Read() || _json.TokenType != JsonTokenType.String) return false;
        if (!Utf8Parser.TryParse(_json.ValueSpan, out ulong print, out int length, 'x') || length != _json.ValueSpan.Length) return false;
        _functions?.Begin(print);
        int names = 0;
        for (; _json.Read() && _json.TokenType == JsonTokenType.String; names++) Name();
        return names > 0 && _json.TokenType == JsonTokenType.EndArray;
    }

    private readonly void Name()
    {
        if (!_json.ValueIsEscaped)
        {
            _functions?.AddName(_json.ValueSpan);
            return;
        }

        byte[] decoded = new byte[_json.ValueSpan.Length];
        int length = _json.CopyString(decoded);
        _functions?.AddName(decoded.AsSpan(0, length));
    }
}
