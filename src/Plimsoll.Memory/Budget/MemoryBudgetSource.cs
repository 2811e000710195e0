namespace Plimsoll.Memory;

/// <summary>Where a <see cref="MemoryBudget"/> came from, strongest first.</summary>
public enum MemoryBudgetSource
{
    /// <summary>Given by the caller in code: an option, a test, a parent job.</summary>
    Option,

    /// <summary>The environment variable <c>PLIMSOLL_MEMORY</c>.</summary>
    Environment,

    /// <summary>The smallest limit of the kernel memory group of this process and that group's ancestors.</summary>
    KernelGroup,

    /// <summary>The profile's share of physical memory.</summary>
    Profile,
}
