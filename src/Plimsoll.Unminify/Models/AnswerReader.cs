using System.Globalization;
using System.Text.Json;

namespace Plimsoll.Unminify.Models;

/// <summary>
/// Finds the names in what a model said: the object that was asked for, with or without text around it, within another object, as a list of objects with id and name, broken off
/// somewhere. What is found by the first sign counts; nothing fails.
/// </summary>
internal sealed class AnswerReader
{
    private readonly string?[] _names;
    private readonly bool[] _isTwice;
    private bool _breaksOff;
    private int _found;
    private int _listed = -1;
    private string? _listedName;

    private AnswerReader(int count) => (_names, _isTwice) = (new string?[count], new bool[count]);

    /// <summary>Reads an answer.</summary>
    /// <param name="content">What the model said.</param>
    /// <param name="count">How many names were asked for.</param>
    public static AnswerReader Read(ReadOnlySpan<byte> content, int count)
    {
        AnswerReader answer = new(count);
        int start = content.IndexOfAny("{["u8);
        if (start >= 0) answer.ReadObject(content[start..]);
        return answer;
    }

    /// <summary>The name of a binding, or why there is none.</summary>
    public (string? Name, FallbackReason? Fault) this[int index]
    {
        get
        {
            if (_isTwice[index]) return (null, FallbackReason.Duplicate);
            if (_names[index] is { } name) return NameCheck.FaultOf(name) is { } fault ? (null, fault) : (name, null);
            return (null, _breaksOff ? FallbackReason.Truncated : _found == 0 ? FallbackReason.WrongSchema : FallbackReason.Missing);
        }
    }

    private void ReadObject(ReadOnlySpan<byte> text)
    {
        // As of a stream, because then a text that ends early is no error but an end.
        Utf8JsonReader json = new(text, isFinalBlock: false, default);
        string property = "";
        try
        {
            while (json.Read())
            {
                if (json.TokenType == JsonTokenType.PropertyName)
                {
                    property = json.GetString()!;
                    continue;
                }

                if (json.TokenType == JsonTokenType.String) Take(property, json.GetString()!);
                else if (json.TokenType == JsonTokenType.Number && json.TryGetInt32(out int number)) Take(property, number.ToString(CultureInfo.InvariantCulture));
                else if (json.TokenType == JsonTokenType.EndObject) (_listed, _listedName) = (-1, null);
                property = "";
                if (json.CurrentDepth == 0 && json.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray) return;
            }

            _breaksOff = true;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // No JSON from here on, or letters that are none; what came before counts.
            _breaksOff = _found > 0;
        }
    }

    private void Take(string property, string value)
    {
        if (IndexOf(property) is var index and >= 0) Set(index, value);
        else if (property is "id" or "variable" or "key") _listed = IndexOf(value);
        else if (property is "name" or "value") _listedName = value;
        if (_listed >= 0 && _listedName is { } name)
        {
            Set(_listed, name);
            (_listed, _listedName) = (-1, null);
        }
    }

    private void Set(int index, string name)
    {
        _found++;
        if (_names[index] is { } other && other != name) _isTwice[index] = true;
        _names[index] = name;
    }

    /// <summary>The binding that `_12` or `12` stands for, or -1.</summary>
    private int IndexOf(string text)
    {
        ReadOnlySpan<char> digits = text.AsSpan().TrimStart('_');
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1 && number <= _names.Length ? number - 1 : -1;
    }
}
