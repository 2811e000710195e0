using System.Globalization;
using System.Reflection;
using System.Text;

namespace Plimsoll.Memory.Tests.Surface;

/// <summary>Renders everything that a user of an assembly can name, one member a line, in an order that does not depend on the compiler.</summary>
internal static class PublicSurface
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly NullabilityInfoContext Nullability = new();

    public static string[] Render(Assembly assembly)
    {
        var lines = new List<string>();
        foreach (Type type in assembly.GetExportedTypes())
        {
            lines.Add(RenderType(type));
            if (typeof(Delegate).IsAssignableFrom(type))
                continue;
            foreach (MemberInfo member in type.GetMembers(Declared).Where(IsVisible))
                lines.Add($"{NameOf(type)}.{RenderMember(member)}");
        }

        lines.Sort(StringComparer.Ordinal);
        return [.. lines];
    }

    /// <summary>Public and protected members; not accessors, nested types, enumeration internals, nor what a record has generated.</summary>
    public static bool IsVisible(MemberInfo member) => !IsGenerated(member) && member switch
    {
        MethodBase method => IsVisible(method) && !(method.IsSpecialName && method is MethodInfo),
        PropertyInfo property => property.GetAccessors(nonPublic: true).Any(IsVisible),
        EventInfo occurrence => IsVisible(occurrence.AddMethod!),
        FieldInfo field => (field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly) && !field.IsSpecialName,
        _ => false,
    };

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsGenerated(MemberInfo member) =>
        member.GetCustomAttribute<System.Runtime.CompilerServices.CompilerGeneratedAttribute>() is not null && member is not PropertyInfo
        || member.Name is "EqualityContract" or "PrintMembers" or "<Clone>$";

    private static string RenderType(Type type)
    {
        string kind = type switch
        {
            _ when typeof(Delegate).IsAssignableFrom(type) => "delegate",
            { IsEnum: true } => "enum",
            { IsInterface: true } => "interface",
            { IsValueType: true } => "struct",
            { IsAbstract: true, IsSealed: true } => "static class",
            { IsAbstract: true } => "abstract class",
            { IsSealed: true } => "sealed class",
            _ => "class",
        };
        string end = typeof(Delegate).IsAssignableFrom(type) ? Signature(type.GetMethod("Invoke")!) : string.Empty;
        string[] bases = [.. Bases(type).Select(NameOf).Order(StringComparer.Ordinal)];
        return $"{NameOf(type)}{end} [{kind}]" + (bases.Length > 0 ? $" : {string.Join(", ", bases)}" : string.Empty);
    }

    private static IEnumerable<Type> Bases(Type type)
    {
        if (type.IsEnum || typeof(Delegate).IsAssignableFrom(type))
            return [];

        IEnumerable<Type> parents = type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) ? [parent] : [];
        return parents.Concat(type.GetInterfaces().Where(face => face.IsPublic));
    }

    private static string RenderMember(MemberInfo member) => member switch
    {
        ConstructorInfo constructor => "new" + Parameters(constructor),
        MethodInfo method => $"{method.Name}{Generics(method)}{Signature(method)}{Modifiers(method)}",
        PropertyInfo property => $"{property.Name} {{{Accessors(property)}}}: {NameOf(property.PropertyType, Nullability.Create(property))}{Modifiers(property.GetAccessors(nonPublic: true)[0])}{Required(property)}",
        EventInfo occurrence => $"{occurrence.Name}: event {NameOf(occurrence.EventHandlerType!)}",
        FieldInfo { IsLiteral: true } field => $"{field.Name} = {Literal(field.GetRawConstantValue())}",
        FieldInfo field => $"{field.Name}: {NameOf(field.FieldType, Nullability.Create(field))}",
        _ => member.Name,
    };

    private static string Modifiers(MethodBase method)
    {
        var text = new StringBuilder();
        if (method.IsStatic)
            text.Append(" [static]");
        if (method.IsFamily || method.IsFamilyOrAssembly)
            text.Append(" [protected]");
        if (method.IsAbstract && !method.DeclaringType!.IsInterface)
            text.Append(" [abstract]");
        else if (method.IsVirtual && !method.IsFinal && !method.DeclaringType!.IsInterface && !method.DeclaringType.IsSealed)
            text.Append(" [virtual]");
        return text.ToString();
    }

    private static string Required(PropertyInfo property) =>
        property.GetCustomAttribute<System.Runtime.CompilerServices.RequiredMemberAttribute>() is null ? string.Empty : " [required]";

    private static string Accessors(PropertyInfo property)
    {
        var text = new StringBuilder();
        if (property.GetMethod is { } get && IsVisible(get))
            text.Append(" get;");
        if (property.SetMethod is { } set && IsVisible(set))
            text.Append(IsInit(set) ? " init;" : " set;");
        return text.Append(' ').ToString();
    }

    private static bool IsInit(MethodInfo set) =>
        set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(System.Runtime.CompilerServices.IsExternalInit));

    private static string Signature(MethodInfo method) => $"{Parameters(method)}: {NameOf(method.ReturnType, Nullability.Create(method.ReturnParameter))}";

    private static string Generics(MethodInfo method) =>
        method.IsGenericMethodDefinition ? $"<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name))}>" : string.Empty;

    private static string Parameters(MethodBase method) => $"({string.Join(", ", method.GetParameters().Select(RenderParameter))})";

    private static string RenderParameter(ParameterInfo parameter)
    {
        string direction = parameter switch { { IsOut: true } => "out ", { IsIn: true } => "in ", { ParameterType.IsByRef: true } => "ref ", _ => string.Empty };
        string value = parameter.HasDefaultValue ? $" = {Literal(parameter.RawDefaultValue)}" : string.Empty;
        return $"{direction}{NameOf(parameter.ParameterType, Nullability.Create(parameter))} {parameter.Name}{value}";
    }

    private static string Literal(object? value) => value switch
    {
        null => "default",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string NameOf(Type type, NullabilityInfo nullability)
    {
        bool isNullable = !type.IsValueType && (nullability.ReadState == NullabilityState.Nullable || nullability.WriteState == NullabilityState.Nullable);
        return NameOf(type) + (isNullable && !type.IsGenericParameter ? "?" : string.Empty);
    }

    private static string NameOf(Type type)
    {
        if (type.IsByRef)
            return NameOf(type.GetElementType()!);
        if (type.IsArray)
            return NameOf(type.GetElementType()!) + "[]";
        if (type.IsPointer)
            return NameOf(type.GetElementType()!) + "*";
        if (type.IsGenericParameter)
            return type.Name;
        if (Nullable.GetUnderlyingType(type) is { } inner)
            return NameOf(inner) + "?";

        string scope = type.IsNested ? NameOf(type.DeclaringType!) + "." : type.Namespace is "System" or null ? string.Empty : type.Namespace + ".";
        if (!type.IsGenericType)
            return scope + type.Name;

        int tick = type.Name.IndexOf('`', StringComparison.Ordinal);
        string name = tick < 0 ? type.Name : type.Name[..tick];
        return $"{scope}{name}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>";
    }
}
