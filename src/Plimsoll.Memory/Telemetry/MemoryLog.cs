using Microsoft.Extensions.Logging;

namespace Plimsoll.Memory;

/// <summary>The library's log messages. Event numbers are stable: they are what operators filter by.</summary>
internal static partial class MemoryLog
{
    [LoggerMessage(1, LogLevel.Information, "Memory budget {Budget}, profile {Profile}")]
    public static partial void BudgetDrawn(ILogger logger, MemoryBudget budget, MemoryProfile profile);

    [LoggerMessage(2, LogLevel.Warning, "A memory promise is weaker here: {Weakness}")]
    public static partial void PromiseWeaker(ILogger logger, string weakness);

    [LoggerMessage(3, LogLevel.Warning, "Memory pressure rose from {Previous} to {Current}: {UsedBytes} of {BudgetBytes} bytes")]
    public static partial void PressureRose(ILogger logger, MemoryPressure previous, MemoryPressure current, long usedBytes, long budgetBytes);

    [LoggerMessage(4, LogLevel.Information, "Memory pressure fell from {Previous} to {Current}: {UsedBytes} of {BudgetBytes} bytes")]
    public static partial void PressureFell(ILogger logger, MemoryPressure previous, MemoryPressure current, long usedBytes, long budgetBytes);

    [LoggerMessage(5, LogLevel.Warning, "The budget of {BudgetBytes} bytes is above the kernel group's limit of {LimitBytes} bytes, which counts")]
    public static partial void BudgetAboveLimit(ILogger logger, long budgetBytes, long limitBytes);
}
