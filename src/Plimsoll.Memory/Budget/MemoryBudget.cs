namespace Plimsoll.Memory;

/// <summary>The line that is drawn: how many bytes a whole process may hold, and who said so.</summary>
/// <param name="Bytes">The budget in bytes; always positive.</param>
/// <param name="Source">The kind of source that decided.</param>
/// <param name="Origin">The source in words for people, for example <c>PLIMSOLL_MEMORY=256MB</c>.</param>
public readonly record struct MemoryBudget(long Bytes, MemoryBudgetSource Source, string Origin)
{
    /// <summary>The environment variable that sets the budget when no option does.</summary>
    public const string VariableName = "PLIMSOLL_MEMORY";

    /// <summary>A budget given in code.</summary>
    /// <param name="bytes">The budget in bytes.</param>
    /// <param name="origin">Who gave it, in words; default <c>caller</c>.</param>
    /// <returns>The budget, with <see cref="MemoryBudgetSource.Option"/> as its source.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The bytes are zero or negative.</exception>
    public static MemoryBudget FromBytes(long bytes, string origin = "caller")
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bytes);
        return new MemoryBudget(bytes, MemoryBudgetSource.Option, origin);
    }

    /// <summary>Reads a budget such as <c>256MB</c>, <c>1.5GiB</c>, <c>50%</c> or <c>134217728</c>; see <see cref="MemorySize"/>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="wholeBytes">What a percentage is a share of, in bytes; 0 when it is not known, and a percentage is then an error.</param>
    /// <returns>The budget, with <see cref="MemoryBudgetSource.Option"/> as its source.</returns>
    /// <exception cref="FormatException">The text is not a size; the message says what was found and what was expected.</exception>
    public static MemoryBudget Parse(string text, long wholeBytes = 0)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new MemoryBudget(MemorySize.Parse(text, wholeBytes), MemoryBudgetSource.Option, text.Trim());
    }

    /// <summary>Reads a budget as <see cref="Parse"/> does, without throwing.</summary>
    /// <param name="text">The text; null is not a budget.</param>
    /// <param name="wholeBytes">What a percentage is a share of, in bytes; 0 when it is not known.</param>
    /// <param name="budget">The budget, or the default value.</param>
    /// <returns>Whether the text is a budget.</returns>
    public static bool TryParse(string? text, long wholeBytes, out MemoryBudget budget)
    {
        budget = default;
        if (text is null || MemorySize.Read(text, wholeBytes, out long bytes) is not null)
            return false;

        budget = new MemoryBudget(bytes, MemoryBudgetSource.Option, text.Trim());
        return true;
    }

    /// <summary>
    /// Decides the budget: the option, else <c>PLIMSOLL_MEMORY</c>, else the kernel group's limit, else the profile's share of physical memory.
    /// A percentage is a share of the kernel group's limit where there is one, else of physical memory.
    /// </summary>
    /// <param name="explicitText">The option's text, or null when it was not given.</param>
    /// <param name="environment">Reads an environment variable; null for the process's own.</param>
    /// <param name="probe">The probe that knows the kernel group and physical memory.</param>
    /// <param name="profile">The profile whose share is the last resort.</param>
    /// <returns>The budget. An option above the kernel group's limit is kept as given; compare with <see cref="KernelGroup.LimitBytes"/> to warn.</returns>
    /// <exception cref="FormatException">The option or the variable is not a size; the message names which.</exception>
    public static MemoryBudget Resolve(string? explicitText, Func<string, string?>? environment, MemoryProbe probe, MemoryProfile profile)
    {
        ArgumentNullException.ThrowIfNull(probe);
        ArgumentNullException.ThrowIfNull(profile);

        KernelGroup group = probe.Group;
        long wholeBytes = group.HasLimit ? Math.Min(group.LimitBytes, probe.PhysicalBytes) : probe.PhysicalBytes;

        if (!string.IsNullOrWhiteSpace(explicitText))
            return ReadNamed("--memory", explicitText, wholeBytes, MemoryBudgetSource.Option);

        string? variable = environment is null ? Environment.GetEnvironmentVariable(VariableName) : environment(VariableName);
        if (!string.IsNullOrWhiteSpace(variable))
            return ReadNamed(VariableName, variable, wholeBytes, MemoryBudgetSource.Environment);

        if (group.HasLimit)
            return new MemoryBudget(wholeBytes, MemoryBudgetSource.KernelGroup, $"limit of kernel group {group.LimitPath}");

        long share = Math.Max(1, (long)(probe.PhysicalBytes * profile.ShareOfMemory));
        string origin = $"{profile.ShareOfMemory:P0} of {MemorySize.Format(probe.PhysicalBytes)} physical memory (profile {profile.Name})";
        return new MemoryBudget(share, MemoryBudgetSource.Profile, origin);
    }

    /// <summary>The budget and its origin for people.</summary>
    /// <returns>For example <c>256 MB (PLIMSOLL_MEMORY=256MB)</c>.</returns>
    public override string ToString() => $"{MemorySize.Format(Bytes)} ({Origin})";

    private static MemoryBudget ReadNamed(string name, string text, long wholeBytes, MemoryBudgetSource source)
    {
        string? fault = MemorySize.Read(text, wholeBytes, out long bytes);
        if (fault is not null)
            throw new FormatException($"{name}: {fault}");

        return new MemoryBudget(bytes, source, $"{name}={text.Trim()}");
    }
}
