using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Plimsoll.JavaScript.Text;
using Plimsoll.Memory;

namespace Plimsoll.Unminify.Models;

/// <summary>How far naming a file by a model is, as a checkpoint in a folder beside the output: for people, and for who clears up. The answers themselves are in the answer store.</summary>
internal sealed class ModelJob
{
    private const string Name = "unminify";
    private const int Version = 1;

    private readonly CheckpointStore _store;
    private readonly string _input;
    private readonly string _output;
    private readonly ModelOptions _options;
    private readonly byte[] _key;
    private bool _isSaved;

    /// <summary>The job of a file.</summary>
    /// <param name="options">The model.</param>
    /// <param name="input">What messages call the file.</param>
    /// <param name="output">Where its output goes; the checkpoint lies in the same folder.</param>
    /// <param name="source">Its text.</param>
    public ModelJob(ModelOptions options, string input, string output, SourceText source)
    {
        (_options, _input, _output) = (options, input, output);
        _store = ModelFiles.Checkpoints(Path.GetDirectoryName(output)!, options.Service.Time);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(source.Span);
        hash.AppendData(Encoding.UTF8.GetBytes(options.Address.Model + "\n" + Path.GetFileName(output)));
        _key = hash.GetHashAndReset();
    }

    /// <summary>Saves how far it is.</summary>
    /// <exception cref="DurableWriteException">It cannot be written.</exception>
    public void Save(int batches, int batchesDone, long identifiers, long identifiersDone)
    {
        using MemoryStream payload = new();
        using (Utf8JsonWriter json = new(payload))
        {
            json.WriteStartObject();
            json.WriteString("input", _input);
            json.WriteString("output", _output);
            json.WriteString("server", _options.Address.Origin);
            json.WriteString("model", _options.Address.Model);
            json.WriteNumber("identifiers", identifiers);
            json.WriteNumber("identifiers_done", identifiersDone);
            json.WriteNumber("batches", batches);
            json.WriteNumber("batches_done", batchesDone);
            json.WriteString("answers", _options.AnswersFolder);
            json.WriteEndObject();
        }

        _store.Save(Name, _key, Version, identifiersDone, payload.GetBuffer().AsSpan(0, (int)payload.Length));
        _isSaved = true;
    }

    /// <summary>Forgets it: the output is there, as a whole and checked.</summary>
    public void Complete()
    {
        if (!_isSaved) return;
        _store.Delete(Name, _key);
        ModelFiles.RemoveEmptyFolder(_store);
    }
}
