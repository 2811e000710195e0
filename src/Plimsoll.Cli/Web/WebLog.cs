using Microsoft.Extensions.Logging;

namespace Plimsoll.Cli.Web;

/// <summary>Errors of the web server on stderr. What it has to say below that is about clients, and these get their answers.</summary>
/// <param name="log">Where to.</param>
internal sealed class WebLog(TextWriter log) : ILoggerFactory, ILogger
{
    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => this;

    /// <inheritdoc/>
    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("There is one place for messages.");

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel)) log.WriteLine($"plimsoll: {formatter(state, exception)}{(exception is null ? "" : ": " + exception.Message)}");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The writer is its owner's.
    }
}
