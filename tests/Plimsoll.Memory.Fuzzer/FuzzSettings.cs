using System.Globalization;

namespace Plimsoll.Memory.Fuzzer;

/// <summary>What one run of the lease fuzzer does.</summary>
internal sealed record FuzzSettings
{
    public const string Usage =
        "usage: fuzzer [--budget SIZE] [--threads N] [--mix managed|native|mixed] [--seconds S] [--seed N] [--wait S] [--ungoverned] [--quiet-file PATH]\n"
        + "Without --budget the limit of the kernel group counts. An hour: --seconds 3600. The seed is printed first; without --seed it is another one each time.\n"
        + "With --quiet-file all threads hold nothing at half-time, make the file and go on when it is deleted and the line was looked at again.";

    public string? Budget { get; private set; }

    public int Threads { get; private set; } = 4;

    public string Mix { get; private set; } = "mixed";

    public double Seconds { get; private set; } = 2;

    /// <summary>Printed before anything else, so that a run which was killed can be repeated.</summary>
    public int Seed { get; private set; } = Environment.TickCount & 0xffffff;

    /// <summary>No lease is held longer than some milliseconds, so who waits this long, in seconds, waits for ever.</summary>
    public double WaitSeconds { get; private set; } = 30;

    public bool IsUngoverned { get; private set; }

    public string? QuietFile { get; private set; }

    public static bool TryParse(string[] args, out FuzzSettings settings, out string fault)
    {
        settings = new FuzzSettings();
        fault = "";
        try
        {
            for (int i = 0; i < args.Length; i++)
            {
                switch (args[i])
                {
                    case "--ungoverned": settings.IsUngoverned = true; break;
                    case "--budget": settings.Budget = args[++i]; break;
                    case "--threads": settings.Threads = int.Parse(args[++i], CultureInfo.InvariantCulture); break;
                    case "--mix": settings.Mix = args[++i]; break;
                    case "--seconds": settings.Seconds = double.Parse(args[++i], CultureInfo.InvariantCulture); break;
                    case "--seed": settings.Seed = int.Parse(args[++i], CultureInfo.InvariantCulture); break;
                    case "--wait": settings.WaitSeconds = double.Parse(args[++i], CultureInfo.InvariantCulture); break;
                    case "--quiet-file": settings.QuietFile = args[++i]; break;
                    default: throw new FormatException($"unknown argument '{args[i]}'");
                }
            }
        }
        catch (Exception exception) when (exception is FormatException or IndexOutOfRangeException)
        {
            fault = exception.Message;
            return false;
        }

        return true;
    }

    /// <summary>Draws where the next block lies.</summary>
    public LeaseKind DrawKind(Random random) => Mix switch
    {
        "managed" => LeaseKind.Managed,
        "native" => LeaseKind.Native,
        _ => random.Next(2) == 0 ? LeaseKind.Managed : LeaseKind.Native,
    };
}
