using System.Text.Json;
using System.Threading.Channels;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using Plimsoll.Cli.Output;

namespace Plimsoll.Cli.Mcp;

/// <summary>
/// A JSON-RPC message a line, on two streams. What is no message is answered here. Lines are bounded, and so are the requests that are at work at the same
/// time: a sender that does not wait for answers waits for its next line to be read.
/// </summary>
/// <param name="input">Where the lines come from.</param>
/// <param name="terminal">Takes the answers on its output, and notes for people on its error output.</param>
/// <param name="onGone">Called when an answer cannot be written. A reader that went away does not show here, but as the end of stdin.</param>
internal sealed class LineTransport(Stream input, Terminal terminal, Action<Exception> onGone) : ITransport
{
    /// <summary>A longer line is no question; it is passed over without being kept.</summary>
    public const int LineBytesMost = 1 << 20;

    /// <summary>Requests at work at the same time. They are answered one after the other, so a queue longer than a few gains nothing.</summary>
    private const int RequestsMost = 16;

    /// <summary>An answer that does not come within this time is given up, so that one that is lost cannot stop all others.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Lock _writing = new();
    private readonly SemaphoreSlim _room = new(RequestsMost);
    private readonly LineReader _lines = new(input, LineBytesMost);
    private readonly Channel<JsonRpcMessage> _messages = Channel.CreateBounded<JsonRpcMessage>(RequestsMost);

    /// <inheritdoc/>
    public string? SessionId => null;

    /// <inheritdoc/>
    public ChannelReader<JsonRpcMessage> MessageReader => _messages.Reader;

    /// <summary>Begins to read, on a thread of its own that the end of the process does not wait for: a read of stdin cannot be called off.</summary>
    public void Start() => new Thread(ReadAll) { IsBackground = true, Name = "lines" }.Start();

    /// <inheritdoc/>
    public Task SendMessageAsync(JsonRpcMessage message, CancellationToken cancellationToken = default)
    {
        try
        {
            WriteLine(json => JsonSerializer.Serialize(json, message, McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(JsonRpcMessage))));
        }
        finally
        {
            if (message is JsonRpcResponse or JsonRpcError) _room.Release();
        }
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _messages.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }

    private void ReadAll()
    {
        try
        {
            while (_lines.Read() is var (line, isTooLong))
            {
                if (isTooLong) Refuse(new MessageFault(MessageFault.NoRequest, $"the line is longer than {LineBytesMost} bytes"));
                else if (!line.AsSpan().Trim(" \t\r"u8).IsEmpty) Take(line);
            }
            for (int i = 0; i < RequestsMost; i++) _room.Wait(Patience);
            _messages.Writer.TryComplete();
        }
        catch (Exception error)
        {
            // Nothing above this thread would see it; the server ends, and says why.
            _messages.Writer.TryComplete(error);
        }
    }

    private void Take(byte[] line)
    {
        JsonRpcMessage? message = MessageParser.Parse(line, out MessageFault? fault);
        if (fault is not null) Refuse(fault);
        switch (message)
        {
            // A call takes milliseconds; that one is called off would only leave a request without the answer that is counted on.
            case null or JsonRpcNotification { Method: NotificationMethods.CancelledNotification }:
                return;
            case JsonRpcRequest when !_room.Wait(Patience):
                terminal.Error.WriteLine($"plimsoll: no answer for {Patience.TotalSeconds} s; going on");
                break;
        }
        while (!_messages.Writer.TryWrite(message))
        {
            if (!_messages.Writer.WaitToWriteAsync().AsTask().GetAwaiter().GetResult()) return;
        }
    }

    private void Refuse(MessageFault fault) => WriteLine(fault.Write);

    private void WriteLine(Action<Utf8JsonWriter> write)
    {
        try
        {
            lock (_writing) JsonOutput.Write(terminal, write);
        }
        catch (Exception gone) when (gone is IOException or CliException)
        {
            onGone(gone);
        }
    }
}
