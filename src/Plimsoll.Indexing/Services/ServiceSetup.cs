using Plimsoll.Services;

namespace Plimsoll.Indexing.Services;

/// <summary>
/// Takes how servers are asked, from who knows it, when one is asked. Until then nothing of what asks servers is loaded (not even the type of its options, as it
/// would be for a function that returns them), and a run without a server starts sooner.
/// </summary>
public sealed class ServiceSetup
{
    /// <summary>How they are asked; at first the defaults.</summary>
    public ServiceOptions Options { get; set; } = new();

    /// <summary>What a setup says; the defaults without one.</summary>
    internal static ServiceOptions OptionsOf(Action<ServiceSetup>? say)
    {
        ServiceSetup setup = new();
        say?.Invoke(setup);
        return setup.Options;
    }
}
