using System.Globalization;

namespace Plimsoll.Cli.Output;

/// <summary>Times for people.</summary>
internal static class Durations
{
    /// <summary>For example 85 ms, 1.4 s, 2 min 05 s.</summary>
    public static string Format(TimeSpan time) => time.TotalSeconds switch
    {
        < 1 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms"),
        < 60 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes} min {time.Seconds:00} s"),
    };
}
