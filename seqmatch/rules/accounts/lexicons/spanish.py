"""Spanish money words in common use (Spain, Latin America, the United States)."""

from __future__ import annotations

from seqmatch.rules.accounts.lexicons.level import Level, Table
from seqmatch.schemas.rule import Role

_SPECIFIC: Table = {
    Role.TAXES: """
        impuesto, impuestos, hacienda, renta impuestos, isr, iva impuestos, predial, contribuciones, ibi,
        autónomos cuota""",
    Role.INSURANCE: """
        seguro, seguros, seguro de carro, seguro médico, aseguranza, seguro de vida, seguro de auto,
        seguro coche, seguro hogar, seguro de salud""",
    Role.CREDIT_CARD: """
        tarjeta, tarjetas, tarjeta de crédito, tarjetas de crédito, crédito, pago tarjeta, pagar tarjeta""",
    Role.MORTGAGE: "hipoteca, hipotecas, pago de casa",
    Role.LOAN: """
        préstamo, préstamos, préstamo estudiantil, préstamo coche, préstamo carro, crédito coche,
        letra del carro, pago del carro, cuotas""",
    Role.PAYROLL: "nómina empleados, nóminas, empleados, sueldos, planilla, trabajadores",
    Role.OWNERS_PAY: "sueldo del dueño, pago del dueño, retiro del dueño, pago propietario",
    Role.PROFIT: "ganancia, ganancias, beneficios empresa, utilidades empresa, utilidad",
    Role.COST_OF_GOODS: "proveedores, proveedor, mercancía, inventario, materiales, materia prima, insumos",
    Role.MARKETING: "publicidad, mercadeo, anuncios",
    Role.EMERGENCY_FUND: """
        emergencia, emergencias, fondo de emergencia, fondo de emergencias, imprevistos, colchón,
        ahorro emergencia""",
    Role.RETIREMENT: "retiro, jubilación, plan de pensiones, pensiones, afore, fondo de retiro",
    Role.CRYPTO: "cripto, criptomonedas",
}

_PURPOSE: Table = {
    Role.HOUSING: """
        renta, alquiler, vivienda, arriendo, comunidad, departamento, piso, muebles, mudanza, limpieza""",
    Role.UTILITIES: """
        luz, agua, gas y luz, luz y agua, electricidad, energía, recibo luz, servicios públicos, servicios,
        calefacción, basura""",
    Role.PHONE_INTERNET: "teléfono, celular, móvil, telefonía",
    Role.SUBSCRIPTIONS: "suscripción, suscripciones, membresía, membresías, suscriptions",
    Role.GROCERIES: """
        comida, mandado, despensa, supermercado, mercado, alimentos, alimentación, víveres, compra semanal,
        la compra""",
    Role.DINING: "restaurante, restaurantes, comer fuera, salir a comer, cenas, comidas fuera, cafetería",
    Role.TRANSPORT: """
        carro, coche, gasolina, transporte, camioneta, autobús, mantenimiento carro, mantenimiento coche,
        vehículo, aparcamiento, estacionamiento, taller, combustible""",
    Role.HEALTH: """
        salud, gimnasio, médico, doctor médico, dentista, farmacia, medicina, medicinas, peluquería, belleza,
        cuidado personal, terapia psicológica""",
    Role.CHILDREN_EDUCATION: """
        escuela, colegio, niños, niñera, guardería, universidad, educación, hijos escuela, colegiatura,
        matrícula, manutención, bebé, estudios, útiles escolares, pensión alimenticia""",
    Role.PETS: "mascota, mascotas, perro, perros, gato, gatos, veterinario, veterinaria",
    Role.TRAVEL: "viaje, viajes, vacaciones, vuelos, fondo de viaje, fondo viajes",
    Role.GIVING: """
        diezmo, diezmos, ofrenda, ofrendas, iglesia, navidad, regalo, regalos, donación, donaciones, caridad,
        cumpleaños, reyes""",
    Role.FUN_MONEY: """
        diversión, entretenimiento, gustos, ocio, caprichos, salidas, antojos, fiesta, fiestas, domingo niños""",
    Role.SHOPPING: "ropa, compras, zapatos, electrónica, vestimenta",
    Role.HOME_REPAIR: """
        reparación, reparaciones, mantenimiento casa, remodelación, arreglos casa, reforma, reformas,
        mantenimiento, jardín""",
    Role.SINKING_FUND: """
        boda, enganche, entrada piso, pie casa, gastos anuales, compra de casa, carro nuevo, coche nuevo,
        proyectos, metas""",
}

_GENERAL: Table = {
    Role.OPERATING_EXPENSES: """
        gastos operativos, gastos del negocio, gastos empresa, oficina, contador, gestoría, contabilidad,
        abogado""",
    Role.DEBT_PAYOFF: "deuda, deudas, pagar deudas, pago de deudas, saldar deudas",
    Role.INVESTMENTS: """
        inversión, inversiones, acciones, bolsa, invertir, bienes raíces, cetes, fondos de inversión""",
}

_BROAD: Table = {
    Role.BILLS: """
        gastos fijos, factura, facturas, cuentas, biles, pagos, recibos, necesidades, gastos de casa,
        gastos del hogar, gastos mensuales, gastos comunes, esenciales""",
    Role.SPENDING: """
        gasto, gastos, gastos personales, gastos variables, gastos diarios, día a día, varios, efectivo,
        gastos varios""",
}

_CONTAINER: Table = {
    Role.EMERGENCY_FUND: "reserva, reservas",
    Role.SAVINGS: "ahorro, ahorros, cuenta de ahorro, cuenta de ahorros, alcancía, hucha",
    Role.CHECKING: """
        cuenta, cuenta corriente, cuenta de cheques, cuenta principal, cuenta conjunta, cuenta nómina""",
    Role.ROUTER: "distribución, repartición",
}

_EARNED: Table = {
    Role.INCOME: """
        ingreso, ingresos, sueldo, salario, nómina, entradas, ventas, paga extra, honorarios, quincena,
        aguinaldo, cobros, pago quincenal""",
}

_WEAK: Table = {
    Role.SPENDING: "dinero, personal, otros",
    Role.BILLS: "pago, mensual, mensualidad",
    Role.ROUTER: "sobrante, excedente",
    Role.HOUSING: "casa, hogar",
    Role.PERSON: """
        mami, papi, mamá, papá, esposa, esposo, hijo, hija, hijos, abuela, abuelo, hermano, hermana, novia,
        novio, padres""",
}

SPANISH: dict[Level, Table] = {
    Level.SPECIFIC: _SPECIFIC,
    Level.PURPOSE: _PURPOSE,
    Level.GENERAL: _GENERAL,
    Level.BROAD: _BROAD,
    Level.CONTAINER: _CONTAINER,
    Level.EARNED: _EARNED,
    Level.WEAK: _WEAK,
}
